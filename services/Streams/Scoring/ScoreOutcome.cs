using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Scoring;

/// <summary>Logits, or why there are none.</summary>
internal readonly record struct ScoreOutcome(Logits? Logits, Absence? Absence, double ModelMilliseconds);
