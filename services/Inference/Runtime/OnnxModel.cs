using System.Diagnostics;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Telemetry;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>A loaded network. Thread safe: ONNX Runtime allows concurrent runs of one session.</summary>
public sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly NetworkInput[] _inputs;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly string[] _outputNamesWithoutEvidence;
    private bool _disposed;

    /// <summary>Loads a model.</summary>
    /// <exception cref="ModelException">ONNX Runtime cannot load the network, its inputs and outputs are not the manifest's, or the provider is not there.</exception>
    public OnnxModel(ModelPackage package, ModelOptions options)
    {
        Manifest = package.Manifest;
        Precision = package.Precision;
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

        try
        {
            _inputs = FindInputs();
            _inputNames = [.. _inputs.Select(i => i.Name)];
            _outputNamesWithoutEvidence = [.. _session.OutputNames.Where(n => n != Manifest.Output.Activation)];
            _outputNames = [.. _outputNamesWithoutEvidence, .. FindEvidence()];
            ZeroStates = [.. _inputs.Skip(1).Select(i => new float[i.ItemLength])];
            Metrics = new ModelMetrics(Manifest, Provider, Precision);
            Metrics.Loaded();
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>What model.json says.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Execution provider in use: cpu, cuda or tensorrt.</summary>
    public string Provider { get; }

    /// <summary>What the network computes in: float32 or float16.</summary>
    public string Precision { get; }

    /// <summary>Dimensions of one item of a batch; -1 where the network leaves one open.</summary>
    public IEnumerable<int> ItemShape => _inputs[0].Shape.Skip(1).Select(d => (int)d);

    /// <summary>Elements of one item of a batch.</summary>
    public int ItemLength => _inputs[0].ItemLength;

    /// <summary>The states that a track begins with, one item each, in the manifest's order. Not to be written to.</summary>
    public IReadOnlyList<float[]> ZeroStates { get; }

    /// <summary>Whether the network takes one item at a time only.</summary>
    public bool BatchIsFixed => _inputs.Any(i => i.Shape[0] > 0);

    /// <summary>Names of the outputs, in the order of <see cref="Run{T}"/>'s result; the evidence (output.activation), where there is one, is the last.</summary>
    public IReadOnlyList<string> OutputNames => _outputNames;

    /// <summary>What it tells of itself.</summary>
    internal ModelMetrics Metrics { get; }

    /// <summary>Runs a batch.</summary>
    /// <param name="input">Items one after the other; its length is at least items x <see cref="ItemLength"/>.</param>
    /// <param name="states">The items' states in the same way, in the manifest's order.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="evidence">Whether the evidence is wanted; without it, it is not fetched and the result has no last output.</param>
    /// <returns>The outputs for the whole batch; to be disposed when they have been read.</returns>
    internal OnnxRun Run<T>(T[] input, IReadOnlyList<float[]> states, int items, bool evidence)
        where T : unmanaged
    {
        var values = new OrtValue[_inputs.Length];
        try
        {
            values[0] = Tensor(input, _inputs[0], items);
            for (var i = 1; i < values.Length; i++)
                values[i] = Tensor(states[i - 1], _inputs[i], items);
            var start = Stopwatch.GetTimestamp();
            var outputs = _session.Run(_runOptions, _inputNames, values, evidence ? _outputNames : _outputNamesWithoutEvidence);
            return new OnnxRun(outputs, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        finally
        {
            foreach (var value in values)
                value?.Dispose();
        }
    }

    /// <summary>One run of one item, all zeros, as a fresh model must survive it.</summary>
    /// <returns>Every output by its name.</returns>
    public IReadOnlyDictionary<string, ProbedOutput> Probe()
    {
        OrtValue[] values =
        [
            Manifest.Input.Type == ModelElementType.UInt8 ? Tensor(new byte[ItemLength], _inputs[0], 1) : Tensor(new float[ItemLength], _inputs[0], 1),
            .. _inputs.Skip(1).Select(i => Tensor(new float[i.ItemLength], i, 1)),
        ];
        try
        {
            using var outputs = _session.Run(_runOptions, _inputNames, values, _outputNames);
            return _outputNames.Zip(outputs).ToDictionary(o => o.First, o => new ProbedOutput(
                [.. o.Second.GetTensorTypeAndShape().Shape.Skip(1).Select(d => (int)d)],
                o.Second.GetTensorDataAsSpan<float>().ToArray()));
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        _session.Dispose();
        _runOptions.Dispose();
        Metrics.Unloaded();
    }

    private static OrtValue Tensor<T>(T[] values, NetworkInput input, int items)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(0, items * input.ItemLength), input.BatchShape(items));

    private NetworkInput[] FindInputs()
    {
        NetworkInput[] inputs = [Find(Manifest.Input.Name), .. Manifest.States.Select(s => Find(s.Input))];
        if (_session.InputMetadata.Keys.Except(inputs.Select(i => i.Name)).ToArray() is { Length: > 0 } unknown)
            throw new ModelException($"Model '{Manifest.Name}' has inputs that its model.json does not name: {string.Join(", ", unknown)}.");
        if (inputs.Skip(1).FirstOrDefault(i => i.Shape.Skip(1).Any(d => d <= 0)) is { } open)
            throw new ModelException($"Model '{Manifest.Name}' leaves the size of its state '{open.Name}' open; only the first dimension, the batch, may vary.");
        return inputs;

        NetworkInput Find(string name) => _session.InputMetadata.TryGetValue(name, out var input) && input.Dimensions.Length > 0
            ? new NetworkInput(name, [.. input.Dimensions.Select(d => (long)d)])
            : throw new ModelException($"Model '{Manifest.Name}' has no input '{name}' as model.json says; its inputs are: {string.Join(", ", _session.InputMetadata.Keys)}.");
    }

    private string[] FindEvidence()
    {
        if (Manifest.Output.Activation is not { } name)
            return [];
        return _session.OutputNames.Contains(name)
            ? [name]
            : throw new ModelException($"Model '{Manifest.Name}' has no output '{name}' as model.json says; its outputs are: {string.Join(", ", _session.OutputNames)}.");
    }
}
