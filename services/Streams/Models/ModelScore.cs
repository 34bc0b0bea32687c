namespace EmotionGrpc.Streams.Models;

/// <summary>What the model said of one input.</summary>
/// <param name="Logits">One per label, before softmax or sigmoid.</param>
/// <param name="ModelMilliseconds">This input's share of ONNX Runtime's own time.</param>
public readonly record struct ModelScore(ReadOnlyMemory<float> Logits, double ModelMilliseconds);
