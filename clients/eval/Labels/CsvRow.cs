namespace EmotionGrpc.Eval.Labels;

/// <summary>A row of a CSV file and the line, from 1, on which it begins.</summary>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Fields);
