using System.Diagnostics.Metrics;

namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>How long the stages of a frame take.</summary>
public static class StageMetrics
{
    private static readonly Histogram<double> s_duration = HostingMeter.Meter.CreateHistogram(
        "emotion.stage.duration", "s", "Time that a frame spends in a stage, waiting included.", advice: Buckets.Seconds);

    private static readonly Histogram<double> s_model = HostingMeter.Meter.CreateHistogram(
        "emotion.stage.model.duration", "s", "Time of a frame's stage that ONNX Runtime takes for itself; a batch's time is shared among its items.", advice: Buckets.Seconds);

    /// <summary>Counts a stage in.</summary>
    /// <param name="service">Who measured: the label of its <see cref="ServiceIdentity"/>.</param>
    /// <param name="stage">The stage's word in the contract's StageTime.</param>
    /// <param name="milliseconds">All of it.</param>
    /// <param name="modelMilliseconds">Its models' own time; 0: it runs none.</param>
    public static void Record(string service, string stage, double milliseconds, double modelMilliseconds)
    {
        var of = new KeyValuePair<string, object?>("service", service);
        var name = new KeyValuePair<string, object?>("stage", stage);
        s_duration.Record(milliseconds / 1000, of, name);
        if (modelMilliseconds > 0)
            s_model.Record(modelMilliseconds / 1000, of, name);
    }
}
