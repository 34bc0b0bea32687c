using System.CommandLine;
using System.Globalization;

namespace EmotionGrpc.Load.Commands;

/// <summary>Options that say what work is calculated, and from which measured points.</summary>
internal static class WorkloadOptions
{
    public static Option<double> FramesPerSecond() => Ranged.Option("--fps", "Frames a second of each", "F", 5, 0.1, 240);

    public static Option<int> People() => Ranged.Option("--people", "People in a picture", "P", 1, 0, 6);

    public static Option<int> Cadence() => Ranged.Option("--cadence", "Frames at most from one search for persons to the next", "N", 1, 1, 100);

    public static Option<string> Size()
    {
        var option = new Option<string>("--size") { Description = "Size of the pictures in pixels.", HelpName = "WxH", DefaultValueFactory = _ => "640x360" };
        option.Validators.Add(r =>
        {
            if (Parse(r.GetValueOrDefault<string>()) is not ( >= 64 and <= 4096, >= 64 and <= 4096))
                r.AddError("--size must be WIDTHxHEIGHT, each 64 to 4096, for instance 640x360.");
        });
        return option;
    }

    public static (int Width, int Height) Parse(string? size)
    {
        var parts = size?.Split('x') ?? [];
        return parts.Length == 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var w) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var h) ? (w, h) : (0, 0);
    }

    public static Option<FileInfo?> Points() => new("--points")
    {
        Description = "A file that bench scale --out wrote. Left out: the record that is built in.",
        HelpName = "FILE",
    };
}
