using EmotionGrpc.Inference.Runtime;

namespace EmotionGrpc.Inference.Batching;

/// <summary>One thread's buffers, made for each size of batch when it first comes.</summary>
/// <param name="model">The model.</param>
/// <param name="shapes">Sizes of batches.</param>
/// <param name="maximum">Most items of a run.</param>
/// <param name="instance">Which instance of the network it runs.</param>
internal sealed class ThreadBuffers(OnnxModel model, BatchShapes shapes, int maximum, int instance) : IDisposable
{
    private readonly NetworkBuffers?[] _plain = new NetworkBuffers?[maximum + 1];
    private readonly NetworkBuffers?[] _evident = new NetworkBuffers?[maximum + 1];

    /// <summary>Buffers that hold a number of items.</summary>
    /// <param name="items">Items.</param>
    /// <param name="evidence">Whether the evidence is among the outputs.</param>
    public NetworkBuffers For(int items, bool evidence)
    {
        var size = shapes.For(items);
        return (evidence ? _evident : _plain)[size] ??= model.CreateBuffers(size, evidence, instance);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffers in _plain.Concat(_evident))
            buffers?.Dispose();
    }
}
