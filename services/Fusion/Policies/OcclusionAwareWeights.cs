namespace EmotionGrpc.Fusion.Policies;

/// <summary>How far the occlusion-aware policy trusts each stream: multipliers of logits.</summary>
/// <param name="FaceOpen">Of a face without a mask, by its shorter side in pixels.</param>
/// <param name="FaceMasked">Of a face with a mask, by its shorter side in pixels.</param>
/// <param name="Body">Of a body, by the share of its keypoints that are visible.</param>
/// <param name="Least">The least weight, so that the only stream left still has a voice.</param>
/// <param name="Scale">Whether the weights are scaled before the logits are fused.</param>
/// <param name="Source">Where the numbers come from.</param>
internal sealed record OcclusionAwareWeights(WeightTable FaceOpen, WeightTable FaceMasked, WeightTable Body, double Least, WeightScale Scale, string Source);
