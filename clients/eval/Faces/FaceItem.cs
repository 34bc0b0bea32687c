using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Faces;

/// <summary>One picture's line of <c>--out</c>; <paramref name="Mask"/> and <paramref name="MaskProbability"/> are null where the face model tells no mask state.</summary>
internal sealed record FaceItem(
    string Path,
    string Label,
    FaceFate Fate,
    string? Predicted,
    IReadOnlyDictionary<string, double>? Probabilities,
    MaskState? Mask,
    float? MaskProbability,
    double? ModelMilliseconds,
    string Reason)
{
    public static IEnumerable<FaceItem> From(IEnumerable<FaceOutcome> outcomes, Model model) => outcomes.Select(o =>
    {
        if (o.Fate != FaceFate.Scored)
            return new FaceItem(o.Path, model.Labels[o.Label], o.Fate, null, null, null, null, null, o.Reason);
        var probabilities = Metrics.Probabilities.Of(o.Logits, model.LabelType);
        return new FaceItem(
            o.Path,
            model.Labels[o.Label],
            o.Fate,
            model.Labels[Metrics.Probabilities.ArgMax(o.Logits)],
            model.Labels.Zip(probabilities).ToDictionary(p => p.First, p => p.Second),
            o.Mask?.State,
            o.Mask?.Probability,
            o.ModelMilliseconds,
            o.Reason);
    });
}
