using EmotionGrpc.Detection.Pipeline;

namespace EmotionGrpc.Detection.Tracking;

/// <summary>The tracker's answer to one frame.</summary>
/// <param name="Persons">The persons to report with their tracks.</param>
/// <param name="Ended">Tracks that ended; never told again, never used again.</param>
internal readonly record struct TrackedFrame(IReadOnlyList<(FoundPerson Person, uint TrackId)> Persons, IReadOnlyList<uint> Ended);
