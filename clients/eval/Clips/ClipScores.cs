using EmotionGrpc.Eval.CommandLine;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Clips;

/// <summary>Reads the scores of face, body and fusion from an emotion.</summary>
internal static class ClipScores
{
    /// <summary>The consensus of one stream, in the order of the labels.</summary>
    public static ClipStream Stream(Emotion emotion, StreamKind kind, IReadOnlyList<string> labels)
    {
        var stream = emotion.Streams.FirstOrDefault(s => s.Stream == kind);
        if (stream is null)
            return ClipStream.Absent("not in the result");
        return stream.Logits.Count == 0 ? ClipStream.Absent($"{stream.Absence?.Reason}") : new(Order(emotion, [.. stream.Logits], labels), "");
    }

    /// <summary>The fused scores, in the order of the labels.</summary>
    public static ClipStream Fusion(Emotion emotion, IReadOnlyList<string> labels) => emotion.Scores.Count == 0
        ? ClipStream.Absent("every stream is absent")
        : new(Order(emotion, [.. emotion.Scores.Select(s => s.Logit)], labels), "");

    private static float[] Order(Emotion emotion, float[] logits, IReadOnlyList<string> labels)
    {
        if (logits.Length != labels.Count || emotion.Scores.Count != labels.Count || labels.Except(emotion.Scores.Select(s => s.Label)).Any())
        {
            throw new EvalException(
                ExitCode.Failed,
                $"The suite answers with {logits.Length} logits for the labels {string.Join(", ", emotion.Scores.Select(s => s.Label))}; "
                + $"its face stream names {string.Join(", ", labels)}, and they must be the same.");
        }

        var byLabel = emotion.Scores.Zip(logits).ToDictionary(p => p.First.Label, p => p.Second);
        return [.. labels.Select(label => byLabel[label])];
    }
}
