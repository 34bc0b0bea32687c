using System.Diagnostics;
using EmotionGrpc.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>A loaded network. Thread safe: ONNX Runtime allows concurrent runs of one session.</summary>
public sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly long[] _inputShape;

    /// <summary>Loads a model.</summary>
    /// <exception cref="ModelException">ONNX Runtime cannot load the network, its input is not the manifest's, or the provider is not there.</exception>
    public OnnxModel(ModelPackage package, ModelOptions options)
    {
        Manifest = package.Manifest;
        Provider = ExecutionProvider.Resolve(options);
        try
        {
            using var sessionOptions = ExecutionProvider.CreateSessionOptions(Provider, options);
            _session = new InferenceSession(package.Network, sessionOptions);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"Model '{Manifest.Name}' cannot be loaded by ONNX Runtime: {e.Message}", e);
        }

        if (!_session.InputMetadata.TryGetValue(Manifest.Input.Name, out var input))
        {
            var names = string.Join(", ", _session.InputMetadata.Keys);
            _session.Dispose();
            throw new ModelException($"Model '{Manifest.Name}' has no input '{Manifest.Input.Name}' as model.json says; its inputs are: {names}.");
        }

        _inputNames = [Manifest.Input.Name];
        _outputNames = [.. _session.OutputNames];
        _inputShape = [.. input.Dimensions.Select(d => (long)d)];
        ItemLength = checked((int)_inputShape.Skip(1).Aggregate(1L, (product, d) => product * Math.Abs(d)));
        BatchIsFixed = _inputShape[0] > 0;
    }

    /// <summary>What model.json says.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Execution provider in use: cpu, cuda or tensorrt.</summary>
    public string Provider { get; }

    /// <summary>Elements of one item of a batch.</summary>
    public int ItemLength { get; }

    /// <summary>Whether the network takes one item at a time only.</summary>
    public bool BatchIsFixed { get; }

    /// <summary>Names of the outputs, in the order of <see cref="Run{T}"/>'s result.</summary>
    public IReadOnlyList<string> OutputNames => _outputNames;

    /// <summary>Runs a batch.</summary>
    /// <param name="input">Items one after the other; its length is items x <see cref="ItemLength"/>.</param>
    /// <param name="items">Number of items.</param>
    /// <returns>Each output's values for the whole batch, and ONNX Runtime's own milliseconds.</returns>
    public (float[][] Outputs, double Milliseconds) Run<T>(T[] input, int items)
        where T : unmanaged
    {
        long[] shape = [.. _inputShape];
        shape[0] = items;
        using var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, input.AsMemory(0, items * ItemLength), shape);
        var start = Stopwatch.GetTimestamp();
        using var outputs = _session.Run(_runOptions, _inputNames, [value], _outputNames);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var arrays = new float[outputs.Count][];
        for (var i = 0; i < arrays.Length; i++)
            arrays[i] = outputs[i].GetTensorDataAsSpan<float>().ToArray();
        return (arrays, milliseconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }
}
