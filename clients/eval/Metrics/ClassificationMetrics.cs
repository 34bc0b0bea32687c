using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Metrics;

/// <summary>Every figure of a classification; null where a figure is not defined (no samples, or one label only).</summary>
internal sealed record ClassificationMetrics(
    int N,
    double? Accuracy,
    double? BalancedAccuracy,
    double? MacroRocAuc,
    double? MicroRocAuc,
    Calibration Calibration,
    IReadOnlyList<LabelMetrics> PerLabel,
    IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix)
{
    /// <summary>Computes all figures.</summary>
    /// <param name="labels">The labels, in the order of the logits.</param>
    /// <param name="labelType">How probabilities follow from logits.</param>
    /// <param name="samples">The samples that were scored.</param>
    public static ClassificationMetrics Compute(
        IReadOnlyList<string> labels, LabelType labelType, IReadOnlyList<ClassificationSample> samples)
    {
        var matrix = new ConfusionMatrix(labels.Count, samples.Select(s => (s.Truth, Probabilities.ArgMax(s.Logits))));
        int[] truth = [.. samples.Select(s => s.Truth)];
        double[][] probabilities = [.. samples.Select(s => Probabilities.Of(s.Logits, labelType))];
        return new(
            samples.Count,
            Metrics.Accuracy.Compute(matrix),
            Metrics.BalancedAccuracy.Compute(matrix),
            RocAuc.Macro(labels.Count, truth, probabilities),
            RocAuc.Micro(labels.Count, truth, probabilities),
            Metrics.Calibration.Compute(labelType, samples),
            [.. labels.Select((label, i) => new LabelMetrics(
                label, matrix.Support(i), matrix.Recall(i), matrix.Precision(i), RocAuc.OneVersusRest(i, truth, probabilities)))],
            matrix.Counts);
    }
}
