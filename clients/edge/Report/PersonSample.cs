namespace EmotionGrpc.Edge.Report;

/// <summary>One person in one result.</summary>
/// <param name="Time">The frame's time by the source's clock, from the source's first picture.</param>
/// <param name="Probabilities">One per label of the report; null when no stream gave a score.</param>
/// <param name="Mask">The mask.</param>
/// <param name="Streams">The streams.</param>
/// <param name="Pose">How the person stood; null where that was not asked for or not seen.</param>
internal sealed record PersonSample(TimeSpan Time, float[]? Probabilities, MaskReading Mask, IReadOnlyList<StreamReading> Streams, Pose? Pose = null);
