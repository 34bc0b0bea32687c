namespace EmotionGrpc.Eval.Metrics;

/// <summary>Mean of the recalls of the labels that occur: every label counts the same, however rare it is.</summary>
internal static class BalancedAccuracy
{
    /// <summary>Balanced accuracy, 0 to 1; null without samples.</summary>
    public static double? Compute(ConfusionMatrix matrix)
    {
        var recalls = Enumerable.Range(0, matrix.Size).Select(matrix.Recall).OfType<double>().ToList();
        return recalls.Count == 0 ? null : recalls.Average();
    }
}
