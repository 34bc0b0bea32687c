namespace EmotionGrpc.Eval.Metrics;

/// <summary>The middle of some numbers.</summary>
internal static class Median
{
    /// <summary>The middle number, or the mean of the two in the middle; null where there is none.</summary>
    public static double? Of(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
