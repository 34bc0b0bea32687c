namespace EmotionGrpc.Eval.Clips;

/// <summary>What one source says of a clip, for <c>--out</c>.</summary>
internal sealed record ClipItemStream(string? Predicted, IReadOnlyList<float> Logits, string Absence);
