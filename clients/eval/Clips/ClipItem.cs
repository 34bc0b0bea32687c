using EmotionGrpc.Eval.Metrics;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Clips;

/// <summary>One clip's line of <c>--out</c>; the prediction of an absent source is null.</summary>
internal sealed record ClipItem(
    string Path,
    string Label,
    int Persons,
    long Frames,
    ClipItemStream Face,
    ClipItemStream Body,
    ClipItemStream Fusion,
    string? Unreadable)
{
    public static IEnumerable<ClipItem> From(IEnumerable<ClipOutcome> outcomes, Model model) => outcomes.Select(o => new ClipItem(
        o.Path, model.Labels[o.Label], o.Persons, o.Frames, Of(o.Face, model), Of(o.Body, model), Of(o.Fusion, model), o.Unreadable));

    private static ClipItemStream Of(ClipStream stream, Model model) =>
        new(stream.IsPresent ? model.Labels[Probabilities.ArgMax(stream.Logits)] : null, stream.Logits, stream.Absence);
}
