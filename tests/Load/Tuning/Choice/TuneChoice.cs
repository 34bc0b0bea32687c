namespace EmotionGrpc.Load.Tuning.Choice;

/// <summary>Chooses among what was tried.</summary>
internal static class TuneChoice
{
    /// <summary>Below this share of a difference, two results are the same: so far apart are two runs of one configuration.</summary>
    public const double Noise = 0.05;

    /// <summary>Larger batches delay what came first, so they must give more than noise.</summary>
    private const double WorthABatch = 0.1;

    /// <summary>Milliseconds that a run waits at most for more items: a fraction of what a result may be old.</summary>
    private const int LongestWait = 5;

    /// <summary>The most frames a second; of those as good, the one whose frames are done soonest.</summary>
    public static TuneResult Runs(IReadOnlyList<TuneResult> results) =>
        AsGoodAs(results, results.Max(r => r.FramesPerSecond)).MinBy(r => (r.P95, r.Trial.Threads * r.Trial.Workers))!;

    /// <summary>float32 unless another is faster by more than noise: then the fastest.</summary>
    public static TuneResult Precision(IReadOnlyList<TuneResult> results)
    {
        var whole = results.First(r => r.Trial.Precision == "float32");
        var fastest = results.MaxBy(r => r.FramesPerSecond)!;
        return fastest.FramesPerSecond > whole.FramesPerSecond * (1 + Noise) ? fastest : whole;
    }

    /// <summary>The smallest batch that is as good as the best, or one item where no batch is worth its delay.</summary>
    public static TuneResult Batch(IReadOnlyList<TuneResult> results)
    {
        var (one, best) = (results.First(r => r.Trial.Batch == 1), results.Max(r => r.FramesPerSecond));
        return best < one.FramesPerSecond * (1 + WorthABatch) ? one : AsGoodAs(results, best).MinBy(r => r.Trial.Batch)!;
    }

    /// <summary>Milliseconds to wait for more items: none where one item is a run, else about the time in which one frame is done.</summary>
    /// <param name="batch">What was chosen.</param>
    /// <param name="one">The same with one item a run.</param>
    public static int WaitMilliseconds(TuneResult batch, TuneResult one) =>
        batch.Trial.Batch == 1 ? 0 : (int)Math.Clamp(Math.Round(one.P50 / batch.Trial.Batch), 1, LongestWait);

    /// <summary>1 unless a cadence was asked for: then the shortest from there on that is as good as the best.</summary>
    /// <param name="results">By cadence.</param>
    /// <param name="from">The shortest that may be chosen; null: none.</param>
    public static TuneResult Cadence(IReadOnlyList<TuneResult> results, int? from)
    {
        if (from is not { } least)
            return results.First(r => r.Trial.Cadence == 1);
        TuneResult[] allowed = [.. results.Where(r => r.Trial.Cadence >= least)];
        return AsGoodAs(allowed, allowed.Max(r => r.FramesPerSecond)).MinBy(r => r.Trial.Cadence)!;
    }

    private static IEnumerable<TuneResult> AsGoodAs(IEnumerable<TuneResult> results, double best) => results.Where(r => r.FramesPerSecond >= best * (1 - Noise));
}
