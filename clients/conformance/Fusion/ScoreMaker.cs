using EmotionGrpc.V1;

namespace EmotionGrpc.Conformance.Fusion;

/// <summary>Scores of persons as streams give them.</summary>
internal static class ScoreMaker
{
    /// <summary>A person whom streams have scored; well seen.</summary>
    public static PersonScores Person(uint track, params StreamScores[] streams) => new()
    {
        TrackId = track,
        Streams = { streams },
        Visibility = new Visibility { FaceSize = 100, FaceScore = 0.9f, KeypointVisibility = 0.8f, Mask = new Mask { State = MaskState.Without, Probability = 0.1f } },
    };

    /// <summary>What a stream says.</summary>
    public static StreamScores Stream(StreamKind stream, params (string Label, float Logit)[] logits) => new()
    {
        Stream = stream,
        Labels = { logits.Select(l => l.Label) },
        Logits = new Logits { Values = { logits.Select(l => l.Logit) } },
    };

    /// <summary>A stream that says nothing.</summary>
    public static StreamScores Absent(StreamKind stream) =>
        new() { Stream = stream, Absence = new Absence { Reason = AbsenceReason.NotFound, Detail = "Nothing was found." } };
}
