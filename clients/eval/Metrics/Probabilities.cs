using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Metrics;

/// <summary>Turns logits into probabilities.</summary>
internal static class Probabilities
{
    /// <summary>Softmax over the labels (single) or sigmoid of each logit (multi).</summary>
    public static double[] Of(IReadOnlyList<float> logits, LabelType labelType)
    {
        if (labelType == LabelType.Multi)
            return [.. logits.Select(l => 1 / (1 + Math.Exp(-(double)l)))];
        var maximum = logits.Max();
        var exponents = logits.Select(l => Math.Exp((double)l - maximum)).ToArray();
        var sum = exponents.Sum();
        return [.. exponents.Select(e => e / sum)];
    }

    /// <summary>Logarithm of softmax(logits / temperature), finite also where a probability is too small for a number.</summary>
    public static double[] LogSoftmax(IReadOnlyList<float> logits, double temperature)
    {
        double maximum = logits.Max();
        double[] scaled = [.. logits.Select(l => (l - maximum) / temperature)];
        var logarithm = Math.Log(scaled.Sum(Math.Exp));
        return [.. scaled.Select(s => s - logarithm)];
    }

    /// <summary>Index of the largest logit; the first of equals.</summary>
    public static int ArgMax(IReadOnlyList<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Count; i++)
            best = logits[i] > logits[best] ? i : best;
        return best;
    }
}
