using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>What one stream says of one person at one moment, in the session's order of labels.</summary>
/// <param name="Stream">Which stream.</param>
/// <param name="Logits">The scores; null when there are none.</param>
/// <param name="Absence">Why there are none.</param>
/// <param name="Model">The model.</param>
internal sealed record StreamReading(StreamKind Stream, float[]? Logits, Absence? Absence, ModelVersion? Model)
{
    /// <summary>Mask state that the stream saw in the same pass; null when it does not tell.</summary>
    public Mask? Mask { get; init; }

    /// <summary>Where it found evidence; null when nobody asked, or it does not tell.</summary>
    public StreamEvidence? Evidence { get; init; }

    public static StreamReading Missing(StreamKind stream, AbsenceReason reason, string detail, ModelVersion? model = null) =>
        new(stream, null, new Absence { Reason = reason, Detail = detail }, model);
}
