using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>All that is known of one frame before it is fused.</summary>
/// <param name="Pending">The frame.</param>
/// <param name="Detection">What detection found; null when it failed.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Segment">Whether the frame opens a segment.</param>
/// <param name="Readings">What the streams say, by person, in the order of the detection.</param>
/// <param name="Times">Where the time went.</param>
internal sealed record FrameObservation(
    PendingFrame Pending,
    Detection? Detection,
    FrameError? Error,
    bool Segment,
    IReadOnlyList<PersonReading> Readings,
    IReadOnlyList<StageTime> Times);
