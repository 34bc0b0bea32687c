using System.Diagnostics;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGrpc.Benchmarks.Models;

/// <summary>A network in a session set up as the services set theirs up, and the times of its runs.</summary>
internal sealed class TimedModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputNames;
    private readonly OrtValue[] _inputs;
    private readonly List<double> _milliseconds = [];

    private TimedModel(ModelPackage package, InferenceSession session)
    {
        (Manifest, Precision, _session) = (package.Manifest, package.Precision, session);
        _inputNames = [.. session.InputNames];
        // One item of zeros for every input, states included; networks of fixed shape take as long for these as for pictures.
        _inputs = [.. _inputNames.Select(n => session.InputMetadata[n]).Select(
            m => OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, m.ElementDataType, [.. m.Dimensions.Select(d => (long)Math.Abs(d))]))];
        foreach (var input in _inputs)
            input.GetTensorMutableRawData().Clear();
    }

    public ModelManifest Manifest { get; }

    /// <summary>What it computes in.</summary>
    public string Precision { get; }

    /// <summary>Of the runs that count.</summary>
    public IReadOnlyList<double> Milliseconds => _milliseconds;

    /// <summary>Loads a model.</summary>
    /// <param name="name">Its folder under models/.</param>
    /// <param name="precision">float32, float16 or int8.</param>
    /// <exception cref="ModelException">It is missing or broken, or has no such variant.</exception>
    public static TimedModel Load(string name, string precision)
    {
        var options = new ModelOptions { Precision = precision };
        var package = ModelPackage.Read(Path.Combine(options.FindDirectory(), name), options);
        if (package.Precision != precision)
            throw new ModelException($"Model '{name}' has no variant of precision '{precision}'; it has {string.Join(", ", package.Manifest.Variants.Select(v => v.Precision).Prepend(package.Precision))}.");
        try
        {
            using var sessionOptions = ExecutionProvider.CreateSessionOptions(ExecutionProvider.Resolve(options), options, package.Precision);
            return new TimedModel(package, new InferenceSession(package.Network, sessionOptions));
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"Model '{name}' cannot be loaded by ONNX Runtime: {e.Message}", e);
        }
    }

    /// <summary>Runs one item.</summary>
    /// <param name="counted">Whether its time counts.</param>
    public void Run(bool counted)
    {
        var start = Stopwatch.GetTimestamp();
        using var outputs = _session.Run(_runOptions, _inputNames, _inputs, _session.OutputNames);
        if (counted)
            _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    public void Dispose()
    {
        foreach (var input in _inputs)
            input.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
    }
}
