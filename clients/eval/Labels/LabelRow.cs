namespace EmotionGrpc.Eval.Labels;

/// <summary>A path and its label as the file writes it; <paramref name="Place"/> names file and line for messages; <paramref name="Mask"/> is null where there is no such column.</summary>
internal sealed record LabelRow(string Place, string Path, string Label, string? Mask = null);
