namespace EmotionGrpc.Eval.Metrics;

/// <summary>Mean of -ln p over the samples, p being the probability that softmax(logits / temperature) gives the true label. In nats.</summary>
internal static class NegativeLogLikelihood
{
    /// <summary>Negative log-likelihood, 0 or more; null without samples.</summary>
    /// <param name="samples">Samples of a single-label model.</param>
    /// <param name="temperature">Divides the logits; above 0.</param>
    public static double? Compute(IReadOnlyList<ClassificationSample> samples, double temperature) =>
        samples.Count == 0 ? null : samples.Average(s => -Probabilities.LogSoftmax(s.Logits, temperature)[s.Truth]);
}
