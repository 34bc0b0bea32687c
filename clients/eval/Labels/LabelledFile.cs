namespace EmotionGrpc.Eval.Labels;

/// <summary>A file and the index of its true label.</summary>
internal sealed record LabelledFile(string Path, int Label);
