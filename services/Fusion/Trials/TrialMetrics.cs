using System.Diagnostics.Metrics;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>What canaries and shadows tell.</summary>
internal static class TrialMetrics
{
    private static readonly Meter s_meter = new("EmotionGrpc.Fusion.Trials");

    private static readonly Counter<long> s_canary = s_meter.CreateCounter<long>(
        "emotion.canary.sessions", "{session}", "Sessions that began with a stream's canary (event began) or left it for the service in use (event left).");

    private static readonly Counter<long> s_frames = s_meter.CreateCounter<long>(
        "emotion.shadow.frames", "{frame}", "Frames meant for a stream's shadow, by outcome.");

    private static readonly Counter<long> s_scores = s_meter.CreateCounter<long>(
        "emotion.shadow.scores", "{person}", "Persons whose scores by the shadow were compared with those in use, by whether they name the same label.");

    private static readonly Histogram<double> s_difference = s_meter.CreateHistogram(
        "emotion.shadow.difference", "{logit}", "Mean over the labels of the absolute difference between the shadow's logits and those in use.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.03, 0.1, 0.3, 1, 3, 10] });

    private static readonly UpDownCounter<double> s_drift = s_meter.CreateUpDownCounter<double>(
        "emotion.shadow.drift", "{logit}", "Sum over the compared persons of the shadow's logit less the one in use, by label.");

    public static void CanaryBegan(StreamKind stream) => s_canary.Add(1, Tag(stream), new("event", "began"));

    public static void CanaryLeft(StreamKind stream) => s_canary.Add(1, Tag(stream), new("event", "left"));

    public static void ShadowFrame(StreamKind stream, ShadowOutcome outcome) => s_frames.Add(1, Tag(stream), new("outcome", LabelText.Of(outcome.ToString())));

    public static void ShadowScore(StreamKind stream, IReadOnlyList<string> labels, ScoreDifference difference)
    {
        s_scores.Add(1, Tag(stream), new("agrees", difference.Agrees ? "yes" : "no"));
        s_difference.Record(difference.Mean, Tag(stream));
        for (var i = 0; i < labels.Count; i++)
            s_drift.Add(difference.ByLabel[i], Tag(stream), new("label", labels[i]));
    }

    private static KeyValuePair<string, object?> Tag(StreamKind stream) => new("stream", LabelText.Of(stream.ToString()));
}
