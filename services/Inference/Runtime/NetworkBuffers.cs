using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>
/// Inputs and outputs of batches of one size, allocated once and bound to a session: a run allocates nothing. For one run at a time; the outputs stay as they are until the next.
/// </summary>
internal sealed class NetworkBuffers : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly bool _onDevice;
    private IDisposableReadOnlyCollection<OrtValue>? _results;

    /// <param name="session">Runs them.</param>
    /// <param name="inputs">The input, then the states.</param>
    /// <param name="outputs">The outputs that are wanted.</param>
    /// <param name="element">Element type of the input; states and outputs are float.</param>
    /// <param name="items">Items of a batch.</param>
    /// <param name="memory">Where they lie.</param>
    /// <param name="onDevice">Whether the session computes elsewhere, so that it has to be waited for.</param>
    public NetworkBuffers(
        InferenceSession session, IReadOnlyList<NetworkInput> inputs, IReadOnlyList<NetworkOutput> outputs, TensorElementType element, int items, HostMemory memory, bool onDevice)
    {
        _session = session;
        _onDevice = onDevice;
        Items = items;
        _binding = session.CreateIoBinding();
        _inputs = [.. inputs.Select((input, i) => OrtValue.CreateAllocatedTensorValue(memory.Allocator, i == 0 ? element : TensorElementType.Float, input.BatchShape(items)))];
        for (var i = 0; i < _inputs.Length; i++)
            _binding.BindInput(inputs[i].Name, _inputs[i]);
        // Where the size of one is not known, ONNX Runtime allocates all of them at each run.
        var known = outputs.All(o => o.IsKnown);
        _outputs = known ? [.. outputs.Select(o => OrtValue.CreateAllocatedTensorValue(memory.Allocator, TensorElementType.Float, o.BatchShape(items)))] : [];
        for (var i = 0; i < outputs.Count; i++)
        {
            if (known)
                _binding.BindOutput(outputs[i].Name, _outputs[i]);
            else
                _binding.BindOutputToDevice(outputs[i].Name, memory.Place);
        }
    }

    /// <summary>Items of a batch.</summary>
    public int Items { get; }

    /// <summary>What the last run gave, in the order in which outputs were asked for.</summary>
    public IReadOnlyList<OrtValue> Outputs => _results ?? (IReadOnlyList<OrtValue>)_outputs;

    /// <summary>The input, items one after the other.</summary>
    public Span<T> Input<T>()
        where T : unmanaged => _inputs[0].GetTensorMutableDataAsSpan<T>();

    /// <summary>A state of all items in the same way, in the manifest's order.</summary>
    public Span<float> State(int index) => _inputs[index + 1].GetTensorMutableDataAsSpan<float>();

    /// <summary>Sets inputs and states to zero.</summary>
    public void Clear<T>()
        where T : unmanaged
    {
        Input<T>().Clear();
        for (var i = 0; i < _inputs.Length - 1; i++)
            State(i).Clear();
    }

    /// <summary>Runs the network on what the inputs hold.</summary>
    /// <returns>ONNX Runtime's own time, in milliseconds.</returns>
    public double Run(RunOptions options)
    {
        var start = Stopwatch.GetTimestamp();
        if (_onDevice)
            _binding.SynchronizeBoundInputs();
        if (_outputs.Length > 0)
        {
            _session.RunWithBinding(options, _binding);
        }
        else
        {
            _results?.Dispose();
            _results = _session.RunWithBoundResults(options, _binding);
        }

        if (_onDevice)
            _binding.SynchronizeBoundOutputs();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _results?.Dispose();
        foreach (var value in _inputs.Concat(_outputs))
            value.Dispose();
    }
}
