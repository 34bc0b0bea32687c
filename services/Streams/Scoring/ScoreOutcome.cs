using EmotionGrpc.Streams.Models;
using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Scoring;

/// <summary>A score, or why there is none.</summary>
internal readonly record struct ScoreOutcome(ModelScore? Score, Absence? Absence, double ModelMilliseconds);
