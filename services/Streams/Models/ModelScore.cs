using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Models;

/// <summary>What the model said of one sample.</summary>
/// <param name="Logits">One per label, before softmax or sigmoid.</param>
/// <param name="Mask">Mask state; null when the model has no such head.</param>
/// <param name="Activations">Evidence; null when nobody asked for it or the model cannot tell it.</param>
/// <param name="IsFinite">Whether all of it, and the state that follows, is numbers.</param>
/// <param name="ModelMilliseconds">This sample's share of ONNX Runtime's own time.</param>
public sealed record ModelScore(Logits Logits, Mask? Mask, Activations? Activations, bool IsFinite, double ModelMilliseconds);
