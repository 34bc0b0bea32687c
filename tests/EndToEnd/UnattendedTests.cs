using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.EndToEnd.Tests;

/// <summary>Several cameras that nobody watches: the real suite, the real edge client, a camera that falls silent, a server that comes late.</summary>
public sealed class UnattendedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Run_CameraThatFallsSilent_IsOpenedAgainAndTheOtherGoesOn()
    {
        await using var suite = await ServiceProcess.StartSuiteAsync();
        await using var yard = new NetworkCamera(framesOfFirst: 20);
        using var edge = Start(suite.Address, "door", Repository.SampleVideo, "yard", yard.Url);
        await Eventually.TrueAsync(() => edge.Count("yard", "opened") >= 2 && Results("yard").Count > 30 && Results("door").Count > 30);

        Assert.Contains("No frame came from", edge.Events.First(e => e.Of("camera") == "yard" && e.Of("event") == "waiting").Of("reason"));
        var statistics = edge.Events.Last(e => e.Of("camera") == "door" && e.Of("event") == "statistics").GetProperty("figures");
        Assert.True(statistics.GetProperty("results").GetInt64() > 0);
        Assert.Equal(0, await edge.TerminateAsync());
        Assert.Equal("stopped", edge.Events.Last().Of("event"));
        // Results, of persons, and nothing of pictures.
        Assert.Contains(Results("yard"), r => r.Persons.Count == 1);
        Assert.DoesNotContain("\"data\"", await File.ReadAllTextAsync(_folder.File("record/yard.jsonl")));
        Assert.Equal(["door.jsonl", "yard.jsonl"], Directory.EnumerateFiles(_folder.File("record")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Run_ServerThatComesLate_IsWaitedFor()
    {
        var port = Ports.Free();
        using var edge = Start($"http://127.0.0.1:{port}", "door", Repository.SampleVideo);
        await Eventually.TrueAsync(() => edge.Count("door", "waiting") >= 1);
        Assert.Contains("No server answers at", edge.Events.First(e => e.Of("event") == "waiting").Of("reason"));
        await using var suite = await ServiceProcess.StartSuiteAsync(port);
        await Eventually.TrueAsync(() => Results("door").Count > 5);
        Assert.Equal(0, await edge.TerminateAsync());
    }

    [Theory]
    [InlineData("""{ "Cameras": [] }""", "There are no cameras")]
    [InlineData("""{ "Camera": [] }""", "There is no setting Camera; allowed there are Server")]
    [InlineData("""{ "Cameras": [{ "Name": "a", "Source": "0", "Fps": 5 }] }""", "There is no setting Cameras:0:Fps; allowed there are Name")]
    [InlineData("""{ "Cameras": [{ "Name": "a b", "Source": "0" }] }""", "Cameras:0:Name is 'a b'; allowed are 1 to 64 letters")]
    [InlineData("""{ "Cameras": [{ "Name": "a" }] }""", "Cameras:0:Source is missing; allowed are a camera index")]
    [InlineData("""{ "Cameras": [{ "Name": "a", "Source": "0" }, { "Name": "A", "Source": "1" }] }""", "Two cameras are named 'a'")]
    [InlineData("""{ "Cameras": [{ "Name": "a", "Source": "0", "Quality": 0, "Policy": "best" }] }""", "Policy is 'best'; allowed are average, maximum, occlusion-aware.")]
    [InlineData("""{ "Cameras": [{ "Name": "a", "Source": "0", "Cadence": 101 }] }""", "Cameras:0:Cadence is 101; allowed is 1 to 100.")]
    [InlineData("""{ "Cameras": [{ "Name": "a", "Source": "0", "Quality": "x" }] }""", "Cameras:0:Quality")]
    [InlineData("""{ "Server": "localhost", "Cameras": [{ "Name": "a", "Source": "0" }] }""", "Server is 'localhost'; allowed are http://HOST:PORT")]
    [InlineData("""{ "NoFramesAfter": 0, "Cameras": [{ "Name": "a", "Source": "0" }] }""", "NoFramesAfter is 0; allowed is 1 to 600.")]
    [InlineData("""{ "Record": "/dev/null/x", "Cameras": [{ "Name": "a", "Source": "0" }] }""", "Record is '/dev/null/x', where nothing can be written")]
    [InlineData("{", "is not JSON")]
    public async Task Run_WrongConfiguration_IsOneSentenceAndExitCode2(string json, string sentence)
    {
        await File.WriteAllTextAsync(_folder.File("edge.json"), json);
        var (exitCode, output) = await EdgeProcess.RunAsync("run", "--config", _folder.File("edge.json"));
        Assert.Equal(2, exitCode);
        Assert.Contains(sentence, output);
        Assert.DoesNotContain("   at ", output);
    }

    public void Dispose() => _folder.Dispose();

    private List<FrameResult> Results(string camera)
    {
        var path = _folder.File($"record/{camera}.jsonl");
        if (!File.Exists(path))
            return [];
        // The last line may be half written.
        return [.. File.ReadAllText(path).Split('\n')[..^1].Select(JsonParser.Default.Parse<RecognizeResponse>).Select(r => r.Result).OfType<FrameResult>()];
    }

    // The file says the one camera and how to wait, the environment the other, the command line the server: each of the three is heard.
    private RunningEdge Start(string server, string name, string source, string? secondName = null, string? secondSource = null)
    {
        var file = _folder.File("edge.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            Server = "http://127.0.0.1:1",
            Record = _folder.File("record"),
            NoFramesAfter = 1,
            TellEvery = 1,
            Cameras = new[] { new { Name = name, Source = source, FramesPerSecond = 5.0 } },
        }));
        var environment = new Dictionary<string, string>();
        if (secondName is not null)
            (environment["EMOTION_EDGE_Cameras__1__Name"], environment["EMOTION_EDGE_Cameras__1__Source"]) = (secondName, secondSource!);
        return new RunningEdge(BuiltProgram.Start(
            "clients/edge", "emotion-edge", new ProgramSurroundings(Environment.CurrentDirectory, environment), "run", "--config", file, "--server", server));
    }

    private sealed class RunningEdge : IDisposable
    {
        private readonly Process _process;

        public RunningEdge(Process process)
        {
            _process = process;
            process.OutputDataReceived += (_, e) =>
            {
                if (e.Data is { Length: > 0 } line)
                    Events.Enqueue(JsonDocument.Parse(line).RootElement);
            };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public ConcurrentQueue<JsonElement> Events { get; } = [];

        public int Count(string camera, string happened) => Events.Count(e => e.Of("camera") == camera && e.Of("event") == happened);

        public async Task<int> TerminateAsync()
        {
            using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
        }
    }
}

internal static class EventExtensions
{
    /// <summary>A text of an event; empty when it has none of that name.</summary>
    public static string Of(this JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
