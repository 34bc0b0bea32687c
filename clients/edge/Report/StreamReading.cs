using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Report;

/// <summary>What one stream gave to one result.</summary>
/// <param name="Stream">Which stream.</param>
/// <param name="Influence">Its share of the fused logits, 0 to 1; null when it was absent.</param>
/// <param name="Absence">Why it was absent.</param>
internal readonly record struct StreamReading(StreamKind Stream, float? Influence, AbsenceReason Absence);
