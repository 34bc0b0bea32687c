using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Benchmarks.Edge;

/// <summary><c>edge</c>: what the edge client costs.</summary>
internal static class EdgeCommand
{
    private static readonly (int Width, int Height)[] s_sizes = [(640, 360), (1280, 720)];

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "Seconds that each size is measured, 5 to 3600.", HelpName = "S", DefaultValueFactory = _ => 30 };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 5 or > 3600)
                result.AddError($"--seconds is '{result.GetValueOrDefault<int>()}'; it must lie between 5 and 3600.");
        });
        var size = new Option<string?>("--size") { Description = "One size only: 640x360 or 1280x720.", HelpName = "WxH" };
        size.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } wished && !s_sizes.Any(s => Name(s) == wished))
                result.AddError($"--size is '{wished}'; allowed are {string.Join(", ", s_sizes.Select(Name))}.");
        });
        var json = new Option<bool>("--json") { Description = "Print one line of JSON and nothing else." };
        var command = new Command("edge", "CPU per frame, memory, start and size of the edge client, with the suite beside it: the sample video at 640x360 and 1280x720, 10 frames a second.") { seconds, size, json };
        command.SetAction(async (result, _) =>
        {
            using var folder = new TemporaryFolder();
            await using var suite = await ServiceProcess.StartSuiteAsync();
            var figures = new List<EdgeFigures>();
            foreach (var (width, height) in s_sizes.Where(s => result.GetValue(size) is not { } wished || Name(s) == wished))
                figures.Add(await EdgeTrial.RunAsync(suite.Address, folder.Path, width, height, result.GetValue(seconds)));
            var published = EdgeTrial.PublishedSize(folder.Path);
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { Sizes = figures, PublishedMebibytes = published }, JsonSerializerOptions.Web));
            else
                Print(figures, published);
        });
        return command;
    }

    private static string Name((int Width, int Height) size) => string.Create(CultureInfo.InvariantCulture, $"{size.Width}x{size.Height}");

    private static void Print(IReadOnlyList<EdgeFigures> figures, double size)
    {
        Console.WriteLine($"{"pictures",-10}{"frames",8}{"CPU ms/frame",14}{"of it decoding",16}{"memory MiB",12}{"MiB/hour",18}{"start ms",10}");
        foreach (var f in figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{$"{f.Width}x{f.Height}",-10}{f.Frames,8}{f.CpuMilliseconds,14:0.0}{f.CaptureMilliseconds,16:0.0}{f.MemoryMebibytes,12:0}{$"{f.Memory.Slope:0.0} +- {f.Memory.Error:0.0}",18}{f.StartMilliseconds,10:0}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The published client has {size:0} MiB, without .NET."));
    }
}
