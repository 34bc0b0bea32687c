namespace EmotionGrpc.Inference.Batching;

/// <summary>
/// Sizes of batches that are run. Processors take any. A GPU looks for the fastest way for every size that it meets, so it meets few: powers of two, whose last rows may be of nobody.
/// </summary>
/// <param name="maximum">Most items of a run.</param>
/// <param name="any">Whether any size is run as it is.</param>
internal sealed class BatchShapes(int maximum, bool any)
{
    /// <summary>The size for a number of items, 1 to the maximum.</summary>
    public int For(int items) => any ? items : Math.Min(maximum, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)items));

    /// <summary>All sizes, the largest first: whoever learns of it allocates once.</summary>
    public IEnumerable<int> All => Enumerable.Range(1, maximum).Select(For).Distinct().OrderDescending();
}
