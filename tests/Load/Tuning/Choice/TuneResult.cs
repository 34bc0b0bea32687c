namespace EmotionGrpc.Load.Tuning.Choice;

/// <summary>What a trial came to.</summary>
/// <param name="Trial">What was tried.</param>
/// <param name="FramesPerSecond">Frames whose networks all ran, a second.</param>
/// <param name="P50">Median milliseconds from a frame's first network to its last; with a batch, of all frames of a run.</param>
/// <param name="P95">95th percentile of the same.</param>
internal sealed record TuneResult(TuneTrial Trial, double FramesPerSecond, double P50, double P95)
{
    /// <summary>The middle of several rounds of one trial: a neighbour of a busy machine spoils one of them, not the middle.</summary>
    public static TuneResult Middle(IReadOnlyList<TuneResult> rounds) => new(
        rounds[0].Trial, Median(rounds.Select(r => r.FramesPerSecond)), Median(rounds.Select(r => r.P50)), Median(rounds.Select(r => r.P95)));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
