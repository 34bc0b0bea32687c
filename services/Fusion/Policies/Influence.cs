using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>
/// Says how much of the fused answer each stream made. A weight multiplies logits, so a stream with small logits may weigh much and say little;
/// influence compares what is left after the weighing.
/// </summary>
internal static class Influence
{
    /// <summary>Each stream's share, 0 to 1; the shares sum to 1.</summary>
    /// <param name="streams">The streams' logits.</param>
    /// <param name="weights">The streams' weights.</param>
    /// <param name="type">
    /// Single-label: logits count by their spread over the labels, for softmax sees nothing else. Multi-label: by their distance from 0, where a label is undecided.
    /// </param>
    public static double[] Of(IReadOnlyList<StreamLogits> streams, IReadOnlyList<double> weights, LabelType type)
    {
        var shares = new double[streams.Count];
        for (var s = 0; s < shares.Length; s++)
            shares[s] = weights[s] * Size(streams[s].Logits, type == LabelType.Multi ? 0 : streams[s].Logits.Average());
        var sum = shares.Sum();
        for (var s = 0; s < shares.Length; s++)
            shares[s] = sum > 0 ? shares[s] / sum : weights[s];
        return shares;
    }

    private static double Size(float[] logits, double center)
    {
        var sum = 0.0;
        foreach (var logit in logits)
            sum += (logit - center) * (logit - center);
        return Math.Sqrt(sum / logits.Length);
    }
}
