namespace EmotionGrpc.Inference.Runtime;

/// <summary>What a network gave at its probe.</summary>
/// <param name="Shape">Dimensions without the batch.</param>
/// <param name="Values">The numbers.</param>
public sealed record ProbedOutput(int[] Shape, float[] Values);
