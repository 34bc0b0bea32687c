using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Metrics;

/// <summary>
/// How far probabilities can be taken at their word, as they are and at the temperature that suits the samples best (temperature scaling: Guo et al.,
/// "On Calibration of Modern Neural Networks", 2017). Null where a figure is not defined.
/// </summary>
/// <param name="NegativeLogLikelihood">See <see cref="Metrics.NegativeLogLikelihood"/>.</param>
/// <param name="Error">See <see cref="CalibrationError"/>.</param>
/// <param name="BestTemperature">See <see cref="Metrics.BestTemperature"/>.</param>
/// <param name="NegativeLogLikelihoodAtBest">Negative log-likelihood at the best temperature.</param>
/// <param name="ErrorAtBest">Calibration error at the best temperature.</param>
internal sealed record Calibration(
    double? NegativeLogLikelihood,
    double? Error,
    double? BestTemperature,
    double? NegativeLogLikelihoodAtBest,
    double? ErrorAtBest)
{
    /// <summary>Computes all figures; every one is null for a model whose labels do not exclude each other.</summary>
    public static Calibration Compute(LabelType labelType, IReadOnlyList<ClassificationSample> samples)
    {
        if (labelType == LabelType.Multi)
            return new(null, null, null, null, null);
        var best = Metrics.BestTemperature.Find(samples);
        return new(
            Metrics.NegativeLogLikelihood.Compute(samples, 1),
            CalibrationError.Compute(samples, 1),
            best,
            best is { } t ? Metrics.NegativeLogLikelihood.Compute(samples, t) : null,
            best is { } u ? CalibrationError.Compute(samples, u) : null);
    }
}
