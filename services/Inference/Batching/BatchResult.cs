namespace EmotionGrpc.Inference.Batching;

/// <summary>What a model said of one item.</summary>
/// <param name="Outputs">Each output's values for this item, in the order of the model's outputs; without the evidence, the last, when nobody of the batch wanted it.</param>
/// <param name="ModelMilliseconds">This item's share of ONNX Runtime's own time.</param>
public sealed record BatchResult(ReadOnlyMemory<float>[] Outputs, double ModelMilliseconds);
