namespace EmotionGrpc.Eval.Labels;

/// <summary>A path and its label as the file writes it; <paramref name="Place"/> names file and line for messages.</summary>
internal sealed record LabelRow(string Place, string Path, string Label);
