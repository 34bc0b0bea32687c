using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>One output of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions; the first is the batch, -1 where one is known only after a run.</param>
internal sealed record NetworkOutput(string Name, long[] Shape)
{
    /// <summary>Whether its size is known before a run.</summary>
    public bool IsKnown { get; } = Shape.Length > 0 && Array.TrueForAll(Shape[1..], d => d > 0);

    public static NetworkOutput Of(InferenceSession session, string name) => new(name, [.. session.OutputMetadata[name].Dimensions.Select(d => (long)d)]);

    /// <summary>Dimensions of a batch; a network for one item only has them as they are.</summary>
    public long[] BatchShape(int items) => Shape[0] > 0 ? Shape : [items, .. Shape[1..]];
}
