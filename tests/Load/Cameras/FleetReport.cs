using System.Text.Json.Serialization;
using EmotionGrpc.Client;

namespace EmotionGrpc.Load.Cameras;

/// <summary>What became of a fleet's frames.</summary>
internal sealed class FleetReport
{
    private readonly IReadOnlyList<CameraAccount> _accounts;

    public FleetReport(IReadOnlyList<CameraAccount> cameras, TimeSpan duration)
    {
        _accounts = cameras;
        Cameras = cameras.Count;
        Seconds = duration.TotalSeconds;
        Sent = cameras.Sum(c => c.Counters.Sent);
        Results = cameras.Sum(c => c.Counters.Results);
        Errors = cameras.Sum(c => c.Counters.Errors);
        Unanswered = cameras.Sum(c => c.Counters.Unanswered);
        Reconnects = cameras.Sum(c => c.Counters.Reconnects);
        Dropped = cameras.SelectMany(c => c.Counters.Dropped).GroupBy(d => d.Key).ToDictionary(g => g.Key, g => g.Sum(d => d.Value));
        LeastResults = cameras.Min(c => c.Counters.Results);
        MostResults = cameras.Max(c => c.Counters.Results);
        Ages = [.. cameras.SelectMany(c => c.Ages)];
        var ages = Ages.Order().ToArray();
        AgeP50 = Percentile(ages, 0.5);
        AgeP95 = Percentile(ages, 0.95);
        AgeP99 = Percentile(ages, 0.99);
        OverheadP50 = Percentile([.. cameras.SelectMany(c => c.Overheads).Order()], 0.5);
    }

    public int Cameras { get; private init; }

    public double Seconds { get; }

    public long Sent { get; }

    public long Results { get; }

    public IReadOnlyDictionary<FrameDropReason, long> Dropped { get; }

    public long Errors { get; }

    /// <summary>Frames whose answer never came; must be 0.</summary>
    public long Unanswered { get; }

    public long Reconnects { get; }

    /// <summary>Results of the camera that had the fewest.</summary>
    public long LeastResults { get; }

    /// <summary>Results of the camera that had the most.</summary>
    public long MostResults { get; }

    /// <summary>Age of every result in milliseconds.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Ages { get; }

    /// <summary>Age of a result in milliseconds, from handing the frame to the session until its answer.</summary>
    public double AgeP50 { get; }

    public double AgeP95 { get; }

    public double AgeP99 { get; }

    /// <summary>Age of a result less what the models took for it, in milliseconds.</summary>
    public double OverheadP50 { get; }

    public double ResultsPerSecond => Results / Seconds;

    /// <summary>How unevenly the server served: results of the best served camera by those of the worst served.</summary>
    public double Unevenness => LeastResults == 0 ? double.PositiveInfinity : (double)MostResults / LeastResults;

    /// <summary>One report of the runs that the same cameras made one after the other.</summary>
    public static FleetReport Sum(IReadOnlyList<FleetReport> runs) =>
        new([.. runs.SelectMany(r => r._accounts)], TimeSpan.FromSeconds(runs.Sum(r => r.Seconds))) { Cameras = runs.Max(r => r.Cameras) };

    /// <summary>The value that a share of sorted values does not exceed.</summary>
    public static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
