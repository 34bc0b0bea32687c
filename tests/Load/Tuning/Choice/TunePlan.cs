namespace EmotionGrpc.Load.Tuning.Choice;

/// <summary>What is tried on a machine, stage by stage: each begins with what the one before chose.</summary>
internal static class TunePlan
{
    private static readonly int[] s_batches = [1, 2, 4, 8];
    private static readonly int[] s_cadences = [1, 2, 5, 10];

    /// <summary>Threads within a run and concurrent runs: as many in all as the machine has processors, some fewer, some more.</summary>
    /// <param name="precision">What the networks compute in.</param>
    /// <param name="processors">Of the machine, 1 or more.</param>
    public static IReadOnlyList<TuneTrial> Runs(string precision, int processors)
    {
        var trials = new List<TuneTrial>();
        for (var threads = 1; threads <= processors; threads *= 2)
        {
            var even = Math.Max(1, processors / threads);
            foreach (var workers in new[] { Math.Max(1, even / 2), even, even + Math.Max(1, even / 2) }.Distinct())
                trials.Add(new TuneTrial(precision, threads, workers));
        }

        return trials;
    }

    /// <summary>The other precisions with the runs that were chosen.</summary>
    public static IReadOnlyList<TuneTrial> Precisions(TuneTrial chosen, IEnumerable<string> precisions) => [.. precisions.Select(p => chosen with { Precision = p })];

    /// <summary>Items of a run.</summary>
    public static IReadOnlyList<TuneTrial> Batches(TuneTrial chosen) => [.. s_batches.Select(b => chosen with { Batch = b })];

    /// <summary>Frames from one search to the next, one item a run: what is shown, and from <paramref name="from"/> on may be chosen.</summary>
    public static IReadOnlyList<TuneTrial> Cadences(TuneTrial chosen, int? from) =>
        [.. s_cadences.Append(from ?? 1).Distinct().Order().Select(c => chosen with { Batch = 1, Cadence = c })];
}
