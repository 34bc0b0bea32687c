using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Telemetry;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EmotionGrpc.Inference.Runtime;

/// <summary>A loaded network. Thread safe: ONNX Runtime allows concurrent runs of one session.</summary>
public sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession[] _sessions;
    private readonly HostMemory[] _memory;
    private readonly RunOptions _runOptions = new();
    private readonly NetworkInput[] _inputs;
    private readonly NetworkOutput[] _outputs;
    private readonly NetworkOutput[] _outputsWithoutEvidence;
    private bool _disposed;

    /// <summary>Loads a model.</summary>
    /// <exception cref="ModelException">ONNX Runtime cannot load the network, its inputs and outputs are not the manifest's, or the provider is not there.</exception>
    public OnnxModel(ModelPackage package, ModelOptions options)
    {
        Manifest = package.Manifest;
        Precision = package.Precision;
        Provider = ExecutionProvider.Resolve(options);
        _sessions = Load(package, options);
        try
        {
            _memory = [.. _sessions.Select(s => new HostMemory(s, Provider, options.Gpu.Device))];
            _inputs = FindInputs();
            _outputsWithoutEvidence = [.. Session.OutputNames.Where(n => n != Manifest.Output.Activation).Select(n => NetworkOutput.Of(Session, n))];
            _outputs = [.. _outputsWithoutEvidence, .. FindEvidence().Select(n => NetworkOutput.Of(Session, n))];
            OutputNames = [.. _outputs.Select(o => o.Name)];
            ZeroStates = [.. _inputs.Skip(1).Select(i => new float[i.ItemLength])];
            Metrics = new ModelMetrics(Manifest, Provider, Precision);
            Metrics.Loaded();
        }
        catch
        {
            DisposeSessions();
            throw;
        }
    }

    /// <summary>What model.json says.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Execution provider in use: cpu, cuda or tensorrt.</summary>
    public string Provider { get; }

    /// <summary>What the network computes in: float32, float16 or int8.</summary>
    public string Precision { get; }

    /// <summary>Instances of the network: one on the CPU, where all runs share it.</summary>
    public int Instances => _sessions.Length;

    /// <summary>Whether it runs on the CPU.</summary>
    internal bool IsOnCpu => ExecutionProvider.IsCpu(Provider);

    /// <summary>Dimensions of one item of a batch; -1 where the network leaves one open.</summary>
    public IEnumerable<int> ItemShape => _inputs[0].Shape.Skip(1).Select(d => (int)d);

    /// <summary>Elements of one item of a batch.</summary>
    public int ItemLength => _inputs[0].ItemLength;

    /// <summary>The states that a track begins with, one item each, in the manifest's order. Not to be written to.</summary>
    public IReadOnlyList<float[]> ZeroStates { get; }

    /// <summary>Whether the network takes one item at a time only.</summary>
    public bool BatchIsFixed => _inputs.Any(i => i.Shape[0] > 0);

    /// <summary>Names of the outputs in the order of a run's; the evidence (output.activation), where there is one, is the last.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>What it tells of itself.</summary>
    internal ModelMetrics Metrics { get; }

    private InferenceSession Session => _sessions[0];

    /// <summary>Makes buffers for batches of one size.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="evidence">Whether the evidence is wanted; without it, it is not computed for nothing and the outputs lack their last.</param>
    /// <param name="instance">Which instance of the network runs them.</param>
    internal NetworkBuffers CreateBuffers(int items, bool evidence, int instance = 0) => new(
        _sessions[instance],
        _inputs,
        evidence ? _outputs : _outputsWithoutEvidence,
        Manifest.Input.Type == ModelElementType.UInt8 ? TensorElementType.UInt8 : TensorElementType.Float,
        items,
        _memory[instance],
        onDevice: !IsOnCpu);

    /// <summary>Runs a batch.</summary>
    /// <param name="buffers">Of this model; holds the items, and the outputs afterwards.</param>
    /// <returns>ONNX Runtime's own time, in milliseconds.</returns>
    internal double Run(NetworkBuffers buffers) => buffers.Run(_runOptions);

    /// <summary>Runs zeros in every size on every instance: what a GPU looks for at the first run of a size is then found.</summary>
    /// <param name="sizes">Numbers of items.</param>
    internal void WarmUp(IEnumerable<int> sizes)
    {
        foreach (var items in sizes)
        {
            for (var instance = 0; instance < Instances; instance++)
            {
                using var buffers = CreateBuffers(items, evidence: true, instance);
                RunZeros(buffers);
            }
        }
    }

    /// <summary>One run of one item, all zeros, as a fresh model must survive it.</summary>
    /// <returns>Every output by its name.</returns>
    public IReadOnlyDictionary<string, ProbedOutput> Probe()
    {
        using var buffers = CreateBuffers(1, evidence: true);
        RunZeros(buffers);
        return OutputNames.Zip(buffers.Outputs).ToDictionary(o => o.First, o => new ProbedOutput(
            [.. o.Second.GetTensorTypeAndShape().Shape.Skip(1).Select(d => (int)d)],
            o.Second.GetTensorDataAsSpan<float>().ToArray()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        DisposeSessions();
        _runOptions.Dispose();
        Metrics.Unloaded();
    }

    private InferenceSession[] Load(ModelPackage package, ModelOptions options)
    {
        var sessions = new List<InferenceSession>();
        try
        {
            using var sessionOptions = ExecutionProvider.CreateSessionOptions(Provider, options, Precision);
            for (var i = 0; i < (IsOnCpu ? 1 : options.Gpu.Instances); i++)
                sessions.Add(new InferenceSession(package.Network, sessionOptions));
            return [.. sessions];
        }
        catch (OnnxRuntimeException e)
        {
            sessions.ForEach(s => s.Dispose());
            throw new ModelException($"Model '{Manifest.Name}' cannot be loaded by ONNX Runtime: {e.Message}", e);
        }
    }

    private void RunZeros(NetworkBuffers buffers)
    {
        if (Manifest.Input.Type == ModelElementType.UInt8)
            buffers.Clear<byte>();
        else
            buffers.Clear<float>();
        Run(buffers);
    }

    private void DisposeSessions()
    {
        foreach (var memory in _memory ?? [])
            memory.Dispose();
        foreach (var session in _sessions)
            session.Dispose();
    }

    private NetworkInput[] FindInputs()
    {
        NetworkInput[] inputs = [Find(Manifest.Input.Name), .. Manifest.States.Select(s => Find(s.Input))];
        if (Session.InputMetadata.Keys.Except(inputs.Select(i => i.Name)).ToArray() is { Length: > 0 } unknown)
            throw new ModelException($"Model '{Manifest.Name}' has inputs that its model.json does not name: {string.Join(", ", unknown)}.");
        if (inputs.Skip(1).FirstOrDefault(i => i.Shape.Skip(1).Any(d => d <= 0)) is { } open)
            throw new ModelException($"Model '{Manifest.Name}' leaves the size of its state '{open.Name}' open; only the first dimension, the batch, may vary.");
        return inputs;

        NetworkInput Find(string name) => Session.InputMetadata.TryGetValue(name, out var input) && input.Dimensions.Length > 0
            ? new NetworkInput(name, [.. input.Dimensions.Select(d => (long)d)])
            : throw new ModelException($"Model '{Manifest.Name}' has no input '{name}' as model.json says; its inputs are: {string.Join(", ", Session.InputMetadata.Keys)}.");
    }

    private string[] FindEvidence()
    {
        if (Manifest.Output.Activation is not { } name)
            return [];
        return Session.OutputNames.Contains(name)
            ? [name]
            : throw new ModelException($"Model '{Manifest.Name}' has no output '{name}' as model.json says; its outputs are: {string.Join(", ", Session.OutputNames)}.");
    }
}
