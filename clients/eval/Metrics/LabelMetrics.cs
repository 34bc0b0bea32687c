namespace EmotionGrpc.Eval.Metrics;

/// <summary>How well one label was told from the rest; null where a figure is not defined.</summary>
internal sealed record LabelMetrics(string Label, int N, double? Recall, double? Precision, double? RocAuc);
