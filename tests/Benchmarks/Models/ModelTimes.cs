namespace EmotionGrpc.Benchmarks.Models;

/// <summary>How long a model's runs took.</summary>
internal sealed record ModelTimes(string Name, string Version, string Precision, double MedianMilliseconds, double Percentile95Milliseconds)
{
    public static ModelTimes From(TimedModel model)
    {
        double[] sorted = [.. model.Milliseconds.Order()];
        return new(model.Manifest.Name, model.Manifest.Version, model.Precision, Percentile(0.5), Percentile(0.95));

        double Percentile(double share)
        {
            var place = share * (sorted.Length - 1);
            var (below, above) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
            return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
        }
    }
}
