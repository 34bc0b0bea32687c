using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>What one run gave.</summary>
/// <param name="outputs">The outputs, in the order in which they were asked for.</param>
/// <param name="milliseconds">ONNX Runtime's own time.</param>
internal readonly struct OnnxRun(IDisposableReadOnlyCollection<OrtValue> outputs, double milliseconds) : IDisposable
{
    public IReadOnlyList<OrtValue> Outputs => outputs;

    public double Milliseconds => milliseconds;

    public void Dispose() => outputs.Dispose();
}
