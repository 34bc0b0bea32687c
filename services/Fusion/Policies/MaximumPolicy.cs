using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>Label by label the larger logit; a stream's weight is the share of labels that it decided.</summary>
internal sealed class MaximumPolicy : IFusionPolicy
{
    public string Name => PolicyNames.Maximum;

    public FusionPolicy Kind => FusionPolicy.Maximum;

    public double[] Fuse(IReadOnlyList<StreamLogits> streams, Visibility visibility, Span<float> fused)
    {
        var weights = new double[streams.Count];
        for (var i = 0; i < fused.Length; i++)
        {
            var best = 0;
            for (var s = 1; s < streams.Count; s++)
            {
                if (streams[s].Logits[i] > streams[best].Logits[i])
                    best = s;
            }

            fused[i] = streams[best].Logits[i];
            weights[best] += 1.0 / fused.Length;
        }

        return weights;
    }
}
