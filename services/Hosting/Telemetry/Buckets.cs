using System.Diagnostics.Metrics;

namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>Boundaries of histograms.</summary>
public static class Buckets
{
    /// <summary>Durations, from what a small model takes to what nobody waits for.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };
}
