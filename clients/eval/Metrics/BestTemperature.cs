namespace EmotionGrpc.Eval.Metrics;

/// <summary>The temperature at which softmax(logits / temperature) has the least negative log-likelihood.</summary>
internal static class BestTemperature
{
    public const double Lowest = 0.05;
    public const double Highest = 20;

    /// <summary>Halving the logarithm's range this often leaves less than double precision can tell apart.</summary>
    private const int Halvings = 60;

    /// <summary>
    /// Finds the temperature; null where none between <see cref="Lowest"/> and <see cref="Highest"/> is the best: without samples, or where the samples
    /// only ever gain by a lower temperature (every prediction is right) or a higher one (they are right no more often than chance).
    /// </summary>
    /// <param name="samples">Samples of a single-label model.</param>
    public static double? Find(IReadOnlyList<ClassificationSample> samples)
    {
        // The negative log-likelihood is convex in 1 / temperature, so that its slope changes sign once, at the minimum.
        if (samples.Count == 0 || Slope(samples, Lowest) <= 0 || Slope(samples, Highest) >= 0)
            return null;
        var (low, high) = (Math.Log(Lowest), Math.Log(Highest));
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (Slope(samples, Math.Exp(middle)) > 0)
                low = middle;
            else
                high = middle;
        }

        return Math.Exp((low + high) / 2);
    }

    /// <summary>Slope of the negative log-likelihood over 1 / temperature, times the number of samples; above 0 where a higher temperature is better.</summary>
    private static double Slope(IReadOnlyList<ClassificationSample> samples, double temperature) => samples.Sum(sample =>
    {
        double truth = sample.Logits[sample.Truth];
        return Probabilities.LogSoftmax(sample.Logits, temperature).Zip(sample.Logits, (l, logit) => Math.Exp(l) * (logit - truth)).Sum();
    });
}
