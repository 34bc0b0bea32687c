namespace EmotionGrpc.Eval.Metrics;

/// <summary>
/// Expected calibration error: samples are put into ten bins of equal width by their confidence, the probability of the predicted label; the error is the
/// mean of the bins' |mean confidence - accuracy|, weighted by their number of samples. A confidence on a border belongs to the lower bin.
/// </summary>
internal static class CalibrationError
{
    private const int Bins = 10;

    /// <summary>Calibration error, 0 to 1; null without samples.</summary>
    /// <param name="samples">Samples of a single-label model.</param>
    /// <param name="temperature">Divides the logits; above 0.</param>
    public static double? Compute(IReadOnlyList<ClassificationSample> samples, double temperature)
    {
        if (samples.Count == 0)
            return null;
        // A bin's count x |mean confidence - accuracy| is the |sum of (confidence - right)| of its samples.
        var differences = new double[Bins];
        foreach (var sample in samples)
        {
            var confidence = Math.Exp(Probabilities.LogSoftmax(sample.Logits, temperature).Max());
            var right = Probabilities.ArgMax(sample.Logits) == sample.Truth ? 1 : 0;
            differences[Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1)] += confidence - right;
        }

        return differences.Sum(Math.Abs) / samples.Count;
    }
}
