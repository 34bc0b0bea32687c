using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>The mean of the logits: (face + body) / 2 in arXiv 2302.10021, section 3.</summary>
internal sealed class AveragePolicy : IFusionPolicy
{
    public string Name => PolicyNames.Average;

    public FusionPolicy Kind => FusionPolicy.Average;

    public double[] Fuse(IReadOnlyList<StreamLogits> streams, Visibility visibility, Span<float> fused)
    {
        var weights = new double[streams.Count];
        Array.Fill(weights, 1.0);
        return WeightedMean.Fuse(streams, weights, fused);
    }
}
