namespace EmotionGrpc.Load.Scale.Model;

/// <summary>How far predictions are off, without their signs.</summary>
internal sealed record ErrorSummary(int Points, double Mean, double Largest)
{
    public static ErrorSummary Of(IEnumerable<Prediction> predictions)
    {
        double[] errors = [.. predictions.Select(p => Math.Abs(p.Error))];
        return errors.Length == 0 ? new ErrorSummary(0, 0, 0) : new ErrorSummary(errors.Length, errors.Average(), errors.Max());
    }
}
