using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>
/// Trusts a face less when it is masked or small, and a body less when few keypoints are seen.
/// The paper finds that masks hurt the face stream and that the body makes up for it (arXiv 2302.10021, section 4); this policy acts on that per person.
/// </summary>
internal sealed class OcclusionAwarePolicy(OcclusionAwareWeights weights) : IFusionPolicy
{
    public string Name => PolicyNames.OcclusionAware;

    public FusionPolicy Kind => FusionPolicy.OcclusionAware;

    public double[] Fuse(IReadOnlyList<StreamLogits> streams, Visibility visibility, Span<float> fused)
    {
        var each = new double[streams.Count];
        for (var s = 0; s < each.Length; s++)
            each[s] = Math.Max(weights.Least, streams[s].Stream == StreamKind.Face ? FaceWeight(visibility) : weights.Body.At(visibility.KeypointVisibility));
        var sum = each.Sum();
        var shares = WeightedMean.Fuse(streams, each, fused);
        if (weights.Scale == WeightScale.Sum)
        {
            for (var i = 0; i < fused.Length; i++)
                fused[i] = (float)(fused[i] * sum);
        }

        return shares;
    }

    private double FaceWeight(Visibility visibility)
    {
        // The window may still hold a face that the newest frame does not show: then its size says nothing.
        var size = visibility.FaceSize > 0 ? visibility.FaceSize : double.PositiveInfinity;
        var masked = visibility.Mask is { Probability: >= 0 and <= 1 } mask ? mask.Probability : 0;
        return (masked * weights.FaceMasked.At(size)) + ((1 - masked) * weights.FaceOpen.At(size));
    }
}
