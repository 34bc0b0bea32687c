namespace EmotionGrpc.Inference.Runtime;

/// <summary>One input of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions; the first is the batch, -1 where it may vary.</param>
internal sealed record NetworkInput(string Name, long[] Shape)
{
    /// <summary>Elements of one item of a batch.</summary>
    public int ItemLength { get; } = checked((int)Shape.Skip(1).Aggregate(1L, (product, d) => product * Math.Abs(d)));

    /// <summary>Dimensions of a batch.</summary>
    public long[] BatchShape(int items)
    {
        long[] shape = [.. Shape];
        shape[0] = items;
        return shape;
    }
}
