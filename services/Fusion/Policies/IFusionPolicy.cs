using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>A way to make one row of logits out of several streams'.</summary>
internal interface IFusionPolicy
{
    /// <summary>Its name in configuration.</summary>
    string Name { get; }

    /// <summary>Its name in the contract.</summary>
    FusionPolicy Kind { get; }

    /// <summary>Fuses.</summary>
    /// <param name="streams">The streams that are present, at least one; all have the same labels.</param>
    /// <param name="visibility">How well the person is seen.</param>
    /// <param name="fused">Takes the fused logits, one per label.</param>
    /// <returns>A weight per stream; they sum to 1.</returns>
    double[] Fuse(IReadOnlyList<StreamLogits> streams, Visibility visibility, Span<float> fused);
}
