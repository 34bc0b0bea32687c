using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>What all streams say of one person at one moment.</summary>
internal sealed record PersonReading(uint TrackId, IReadOnlyList<StreamReading> Streams, Visibility Visibility);
