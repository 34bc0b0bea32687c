namespace EmotionGrpc.Eval.Tracks;

/// <summary>The answer to one frame; also its line of <c>--out</c>.</summary>
/// <param name="Frame">Number of the frame, from 1.</param>
/// <param name="Persons">The persons in it.</param>
/// <param name="Error">Why it could not be examined; null where it could.</param>
internal sealed record TrackedFrame(ulong Frame, IReadOnlyList<TrackedPerson> Persons, string? Error);
