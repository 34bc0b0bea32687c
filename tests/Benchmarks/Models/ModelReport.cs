namespace EmotionGrpc.Benchmarks.Models;

/// <summary>What was measured.</summary>
/// <param name="Runs">Runs of each model that count.</param>
/// <param name="Model">The model.</param>
/// <param name="Against">The model that it was compared with; null where there is none.</param>
/// <param name="Ratio">Median of the one by median of the other; null where there is no other.</param>
internal sealed record ModelReport(int Runs, ModelTimes Model, ModelTimes? Against, double? Ratio)
{
    public static ModelReport From(int runs, TimedModel model, TimedModel? against)
    {
        var (one, other) = (ModelTimes.From(model), against is null ? null : ModelTimes.From(against));
        return new(runs, one, other, other is null ? null : one.MedianMilliseconds / other.MedianMilliseconds);
    }
}
