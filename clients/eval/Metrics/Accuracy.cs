namespace EmotionGrpc.Eval.Metrics;

/// <summary>Share of samples whose predicted label is the true one.</summary>
internal static class Accuracy
{
    /// <summary>Accuracy, 0 to 1; null without samples.</summary>
    public static double? Compute(ConfusionMatrix matrix) =>
        matrix.Total == 0 ? null : (double)matrix.Correct / matrix.Total;
}
