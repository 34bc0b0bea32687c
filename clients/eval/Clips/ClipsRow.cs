using EmotionGrpc.Eval.Metrics;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Clips;

/// <summary>The figures of one source, on the clips where it is present.</summary>
/// <param name="Stream">face, body or fusion.</param>
/// <param name="N">Clips where the source is present.</param>
/// <param name="Absent">Clips where it is absent.</param>
/// <param name="AbsentReasons">How many of them for which reason.</param>
internal sealed record ClipsRow(
    string Stream,
    int N,
    int Absent,
    IReadOnlyDictionary<string, int> AbsentReasons,
    double? Accuracy,
    double? BalancedAccuracy,
    double? MacroRocAuc,
    double? MicroRocAuc,
    IReadOnlyList<LabelMetrics> PerLabel,
    IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix)
{
    public static ClipsRow From(string name, IReadOnlyList<ClipOutcome> clips, Func<ClipOutcome, ClipStream> stream, Model model)
    {
        var metrics = ClassificationMetrics.Compute(
            model.Labels,
            model.LabelType,
            [.. clips.Where(c => stream(c).IsPresent).Select(c => new ClassificationSample(c.Label, stream(c).Logits))]);
        return new(
            name,
            metrics.N,
            clips.Count - metrics.N,
            clips.Select(stream).Where(s => !s.IsPresent).CountBy(s => s.Absence).ToDictionary(),
            metrics.Accuracy,
            metrics.BalancedAccuracy,
            metrics.MacroRocAuc,
            metrics.MicroRocAuc,
            metrics.PerLabel,
            metrics.ConfusionMatrix);
    }
}
