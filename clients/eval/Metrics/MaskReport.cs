using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Metrics;

/// <summary>How well the mask state of the largest face was told.</summary>
/// <param name="N">Pictures whose mask state is known.</param>
/// <param name="NoFace">Of these, pictures without a face.</param>
/// <param name="Correct">Largest faces whose state is right.</param>
/// <param name="Wrong">Largest faces whose state is wrong.</param>
/// <param name="Unknown">Largest faces of which the suite is not sure, or that it did not examine.</param>
/// <param name="AccuracyDecided">Of the faces with a decision; null where there is none.</param>
/// <param name="AccuracyUnknownAsWrong">Of all faces, unknown counted as wrong; null where there is no face.</param>
/// <param name="RecallWith">Of the faces with a mask that have a decision, the share told right; null where there is none.</param>
/// <param name="RecallWithout">Of the faces without a mask that have a decision, the share told right; null where there is none.</param>
internal sealed record MaskReport(
    int N,
    int NoFace,
    int Correct,
    int Wrong,
    int Unknown,
    double? AccuracyDecided,
    double? AccuracyUnknownAsWrong,
    double? RecallWith,
    double? RecallWithout)
{
    /// <summary>The figures; null where no mask state is known.</summary>
    /// <param name="outcomes">For every picture the true state, unspecified where it is not known, and what was said of its face; null where it has none.</param>
    public static MaskReport? From(IEnumerable<(MaskState Truth, MaskState? Said)> outcomes)
    {
        List<(MaskState Truth, MaskState? Said)> labelled = [.. outcomes.Where(o => o.Truth != MaskState.Unspecified)];
        if (labelled.Count == 0)
            return null;
        List<(MaskState Truth, MaskState Said)> faces = [.. labelled.Where(o => o.Said is not null).Select(o => (o.Truth, o.Said!.Value))];
        List<(MaskState Truth, MaskState Said)> decided = [.. faces.Where(f => f.Said is MaskState.With or MaskState.Without)];
        var correct = decided.Count(f => f.Said == f.Truth);
        return new(
            labelled.Count,
            labelled.Count - faces.Count,
            correct,
            decided.Count - correct,
            faces.Count - decided.Count,
            Share(correct, decided.Count),
            Share(correct, faces.Count),
            Recall(decided, MaskState.With),
            Recall(decided, MaskState.Without));
    }

    private static double? Recall(List<(MaskState Truth, MaskState Said)> decided, MaskState state) =>
        Share(decided.Count(f => f.Truth == state && f.Said == state), decided.Count(f => f.Truth == state));

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
