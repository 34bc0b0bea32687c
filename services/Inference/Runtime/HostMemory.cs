using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>Where inputs and outputs lie that this program writes and reads: beside a GPU in pinned memory, which it fetches and fills by itself without a copy in between.</summary>
internal sealed class HostMemory : IDisposable
{
    private readonly OrtMemoryInfo? _pinned;

    /// <param name="session">A session of the network.</param>
    /// <param name="provider">Where it runs.</param>
    /// <param name="device">Which GPU.</param>
    public HostMemory(InferenceSession session, string provider, int device)
    {
        _pinned = ExecutionProvider.IsCpu(provider) ? null : new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA_PINNED, OrtAllocatorType.DeviceAllocator, device, OrtMemType.CpuOutput);
        Allocator = new OrtAllocator(session, Place);
    }

    /// <summary>Gives memory there.</summary>
    public OrtAllocator Allocator { get; }

    /// <summary>Its name to ONNX Runtime.</summary>
    public OrtMemoryInfo Place => _pinned ?? OrtMemoryInfo.DefaultInstance;

    public void Dispose()
    {
        Allocator.Dispose();
        _pinned?.Dispose();
    }
}
