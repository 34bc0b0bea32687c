namespace EmotionGrpc.Edge.Report;

/// <summary>A stretch of time in which one label was on top.</summary>
internal sealed record LabelRun(int Label, TimeSpan From, TimeSpan To);
