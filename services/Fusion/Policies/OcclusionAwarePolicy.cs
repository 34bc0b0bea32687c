using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>
/// A weighted mean that trusts a face less when it is masked, small or faint, and a body less when few keypoints are seen.
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
            each[s] = streams[s].Stream == StreamKind.Face ? FaceWeight(visibility) : BodyWeight(visibility);
        return WeightedMean.Fuse(streams, each, fused);
    }

    private double FaceWeight(Visibility visibility)
    {
        var masked = visibility.Mask?.Probability ?? 0;
        var mask = 1 - (masked * (1 - weights.MaskedFace));
        var span = Math.Max(1, weights.FullFacePixels - weights.SmallestFacePixels);
        // The window may still hold a face that the newest frame does not show: then size and score say nothing.
        var size = visibility.FaceSize > 0 ? (visibility.FaceSize - weights.SmallestFacePixels) / span : 1;
        var score = visibility.FaceScore > 0 ? visibility.FaceScore : 1;
        return weights.Face * Factor(mask) * Factor(size) * Factor(score);
    }

    private double BodyWeight(Visibility visibility) => weights.Body * Factor(visibility.KeypointVisibility / weights.FullBodyVisibility);

    private double Factor(double value) => Math.Clamp(value, weights.Least, 1);
}
