namespace EmotionGrpc.Fusion.Policies;

/// <summary>Mean of logits with weights that are scaled to sum to 1.</summary>
internal static class WeightedMean
{
    public static double[] Fuse(IReadOnlyList<StreamLogits> streams, double[] weights, Span<float> fused)
    {
        var sum = weights.Sum();
        fused.Clear();
        for (var s = 0; s < weights.Length; s++)
        {
            weights[s] /= sum;
            for (var i = 0; i < fused.Length; i++)
                fused[i] += (float)(weights[s] * streams[s].Logits[i]);
        }

        return weights;
    }
}
