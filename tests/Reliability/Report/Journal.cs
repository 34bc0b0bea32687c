using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace EmotionGrpc.Reliability.Report;

/// <summary>Prints what happens as it happens: sentences for people, or JSON lines for programs.</summary>
internal sealed class Journal(bool json)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private readonly Lock _lock = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Tell(string what, string detail)
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var line = json
            ? JsonSerializer.Serialize(new { Seconds = Math.Round(seconds, 2), Event = what, Detail = detail }, Options)
            : string.Create(CultureInfo.InvariantCulture, $"{seconds,7:0.0} s  {what,-10} {detail}");
        lock (_lock)
            Console.WriteLine(line);
    }

    /// <summary>The last word.</summary>
    public void End(ChaosSummary summary)
    {
        lock (_lock)
            Console.WriteLine(json ? JsonSerializer.Serialize(summary, Options) : "\n" + summary.ToTable());
    }
}
