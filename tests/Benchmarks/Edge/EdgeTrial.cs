using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Benchmarks.Edge;

/// <summary>Runs the edge client as a process, 10 frames a second, and looks at what it uses.</summary>
internal static class EdgeTrial
{
    /// <summary>Start, first connection and just-in-time compiling are not the steady state.</summary>
    private const int SecondsLeftOut = 10;

    public static async Task<EdgeFigures> RunAsync(string server, string folder, int width, int height, int seconds)
    {
        var video = Path.Combine(folder, $"{width}x{height}.mp4");
        ScaledSample.Make(video, width, height, seconds + SecondsLeftOut + 5);
        var configuration = Path.Combine(folder, $"{width}x{height}.json");
        await File.WriteAllTextAsync(configuration, JsonSerializer.Serialize(new { Server = server, TellEvery = 1, Cameras = new[] { new { Name = "bench", Source = video, Fixed = true } } }));
        var started = Stopwatch.GetTimestamp();
        using var edge = BuiltProgram.Start("clients/edge", "emotion-edge", "run", "--config", configuration);
        var (start, readings) = (0.0, new List<(long Sent, TimeSpan Cpu, double Mebibytes)>());
        try
        {
            while (readings.Count <= SecondsLeftOut + seconds && await edge.StandardOutput.ReadLineAsync() is { } line)
            {
                using var told = JsonDocument.Parse(line);
                switch (told.RootElement.GetProperty("event").GetString())
                {
                    case "opened":
                        start = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                        break;
                    case "waiting":
                        throw new InvalidOperationException(told.RootElement.GetProperty("reason").GetString());
                    case "statistics":
                        edge.Refresh();
                        readings.Add((told.RootElement.GetProperty("figures").GetProperty("sent").GetInt64(), edge.TotalProcessorTime, ProcessReading.Of(edge.Id).Mebibytes));
                        break;
                }
            }
        }
        finally
        {
            edge.Kill();
            await edge.WaitForExitAsync();
        }

        var (first, last) = (readings[SecondsLeftOut], readings[^1]);
        var frames = last.Sent - first.Sent;
        // The first third is warm-up: pools fill, code is compiled anew where it is hot. One reading a second.
        var memory = Trend.Of([.. readings.Skip(readings.Count / 3).Select(r => r.Mebibytes)], TimeSpan.FromSeconds(1).TotalHours);
        return new EdgeFigures(
            width, height, frames, (last.Cpu - first.Cpu).TotalMilliseconds / frames, ScaledSample.CaptureCost(video), readings.Max(r => r.Mebibytes), memory, start);
    }

    /// <summary>Mebibytes of the published client, without .NET itself.</summary>
    public static double PublishedSize(string folder)
    {
        var output = Path.Combine(folder, "published");
        var start = new ProcessStartInfo("dotnet", [
            "publish", Path.Combine(Repository.Root, "clients", "edge"), "-c", "Release", "-r", "linux-x64", "--no-self-contained", "-o", output,
            "-p:UseAppHost=false", "-p:DebugType=none", "-p:PublishDocumentationFiles=false", "-v", "quiet", "-nologo"])
        { RedirectStandardOutput = true };
        using var publish = Process.Start(start)!;
        var said = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode != 0)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The edge client could not be published: {said}"));
        return new DirectoryInfo(output).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) / 1048576.0;
    }
}
