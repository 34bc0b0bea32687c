namespace EmotionGrpc.Eval.Metrics;

/// <summary>A scored sample: the index of its true label, and one logit a label.</summary>
internal sealed record ClassificationSample(int Truth, IReadOnlyList<float> Logits);
