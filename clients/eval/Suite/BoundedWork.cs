namespace EmotionGrpc.Eval.Suite;

/// <summary>Works on many items, several at a time.</summary>
internal static class BoundedWork
{
    /// <summary>Works on all items; the first fault stops the rest.</summary>
    /// <returns>The results, in the order of the items.</returns>
    public static async Task<TResult[]> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items,
        int parallel,
        Func<TItem, CancellationToken, Task<TResult>> work,
        Action done,
        CancellationToken cancellation)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        await Parallel.ForAsync(0, items.Count, options, async (i, token) =>
        {
            results[i] = await work(items[i], token);
            done();
        });
        return results;
    }
}
