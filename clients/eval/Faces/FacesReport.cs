using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Metrics;
using EmotionGrpc.Eval.Output;
using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Faces;

/// <summary>The figures of <c>faces</c>. Confusion matrix: rows are true labels, columns predicted ones, in the order of <paramref name="Labels"/>.</summary>
/// <param name="N">Pictures that could be read.</param>
/// <param name="FacesFound">Pictures with a face.</param>
/// <param name="Scored">Pictures whose face has scores; the figures below are on these.</param>
/// <param name="AccuracyMissingAsWrong">Accuracy on all pictures that could be read, those without scores counted as wrong.</param>
/// <param name="ModelMilliseconds">Median of what the face stream's network took for a face, by the service's own clock; null where it tells none.</param>
/// <param name="Mask">How well the face model told mask states; null where none is known or it tells none.</param>
/// <param name="BestTemperature">Divides the scores as the suite gives them, after any temperature of the model's own.</param>
internal sealed record FacesReport(
    ModelName Model,
    bool PreCropped,
    IReadOnlyList<string> Labels,
    int N,
    int FacesFound,
    double FacesFoundShare,
    int Scored,
    double? ModelMilliseconds,
    MaskReport? Mask,
    double? Accuracy,
    double AccuracyMissingAsWrong,
    double? BalancedAccuracy,
    double? MacroRocAuc,
    double? MicroRocAuc,
    double? NegativeLogLikelihood,
    double? CalibrationError,
    double? BestTemperature,
    double? NegativeLogLikelihoodAtBestTemperature,
    double? CalibrationErrorAtBestTemperature,
    IReadOnlyList<LabelMetrics> PerLabel,
    IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix,
    IReadOnlyList<UnreadableFile> NotScored,
    IReadOnlyList<UnreadableFile> Unreadable)
{
    public static FacesReport From(IReadOnlyList<FaceOutcome> outcomes, Model model, bool preCropped)
    {
        var read = outcomes.Count(o => o.IsRead);
        var found = outcomes.Count(o => o.HasFace);
        var metrics = ClassificationMetrics.Compute(
            model.Labels,
            model.LabelType,
            [.. outcomes.Where(o => o.Fate == FaceFate.Scored).Select(o => new ClassificationSample(o.Label, o.Logits))]);
        return new(
            ModelName.From(model.Version),
            preCropped,
            model.Labels,
            read,
            found,
            (double)found / read,
            metrics.N,
            Median.Of(outcomes.Select(o => o.ModelMilliseconds).OfType<double>()),
            outcomes.Any(o => o.Mask is not null) ? MaskReport.From(outcomes.Where(o => o.IsRead).Select(o => (o.ExpectedMask, Said(o)))) : null,
            metrics.Accuracy,
            (metrics.Accuracy ?? 0) * metrics.N / read,
            metrics.BalancedAccuracy,
            metrics.MacroRocAuc,
            metrics.MicroRocAuc,
            metrics.Calibration.NegativeLogLikelihood,
            metrics.Calibration.Error,
            metrics.Calibration.BestTemperature,
            metrics.Calibration.NegativeLogLikelihoodAtBest,
            metrics.Calibration.ErrorAtBest,
            metrics.PerLabel,
            metrics.ConfusionMatrix,
            With(outcomes, FaceFate.NotScored),
            With(outcomes, FaceFate.Unreadable));
    }

    private static MaskState? Said(FaceOutcome outcome) => outcome.HasFace ? outcome.Mask?.State ?? MaskState.Unspecified : null;

    private static List<UnreadableFile> With(IEnumerable<FaceOutcome> outcomes, FaceFate fate) =>
        [.. outcomes.Where(o => o.Fate == fate).Select(o => new UnreadableFile(o.Path, o.Reason))];
}
