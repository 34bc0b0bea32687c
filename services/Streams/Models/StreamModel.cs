using System.Numerics.Tensors;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;
using EmotionGrpc.Streams.Samples;

namespace EmotionGrpc.Streams.Models;

/// <summary>The classifier behind a stream service: loaded, checked, probed, and run in batches that are fair between sessions.</summary>
public sealed class StreamModel : IAsyncDisposable
{
    private const string OutputName = "logits";

    private readonly BatchRunner<float> _runner;
    private readonly int _output;

    private StreamModel(BatchRunner<float> runner, int output, ISampleInput input)
    {
        _runner = runner;
        _output = output;
        Input = input;
    }

    /// <summary>What model.json says.</summary>
    public ModelManifest Manifest => _runner.Manifest;

    /// <summary>Execution provider in use.</summary>
    public string Provider => _runner.Provider;

    /// <summary>What the model is given.</summary>
    public ISampleInput Input { get; }

    /// <summary>Loads a model and lets it answer once.</summary>
    /// <param name="name">The model's folder in Models:Directory.</param>
    /// <param name="stream">The service that wants it.</param>
    /// <param name="chooseInput">Chooses what the model is given, by its manifest.</param>
    /// <param name="modelOptions">Where models are and how they run.</param>
    /// <param name="batchOptions">How requests meet in front of the model.</param>
    /// <exception cref="ModelException">The model is missing, broken, made for something else, or does not give logits.</exception>
    public static StreamModel Load(
        string name, StreamDescription stream, Func<ModelManifest, ISampleInput> chooseInput, ModelOptions modelOptions, BatchOptions batchOptions)
    {
        var package = ModelPackage.Read(Path.Combine(modelOptions.FindDirectory(), name));
        CheckManifest(package.Manifest, stream);
        var input = chooseInput(package.Manifest);
        var network = new OnnxModel(package, modelOptions);
        try
        {
            var output = Probe(network, input);
            return new StreamModel(new BatchRunner<float>(network, modelOptions, batchOptions), output, input);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Scores one input.</summary>
    /// <param name="input">As <see cref="Input"/> prepared it; must not change until the task ends.</param>
    /// <param name="session">Whose input it is: sessions take turns.</param>
    /// <param name="cancellationToken">Gives the input up while it waits.</param>
    /// <exception cref="BatchQueueFullException">Too many inputs wait.</exception>
    public async Task<ModelScore> RunAsync(float[] input, string session, CancellationToken cancellationToken)
    {
        var result = await _runner.RunAsync(input, session, cancellationToken);
        var logits = new float[result.Outputs[_output].Length];
        TensorPrimitives.Divide(result.Outputs[_output].Span, Manifest.Temperature, logits);
        return new ModelScore(logits, result.ModelMilliseconds);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    private static void CheckManifest(ModelManifest manifest, StreamDescription stream)
    {
        if (manifest.Task != stream.Task)
        {
            throw new ModelException(
                $"Model '{manifest.Name}' is made for '{manifest.Task}', and {stream.Service} needs one for '{stream.Task}'; set {stream.Service}:Model.");
        }

        if (manifest.Labels.Count == 0 || manifest.Labels.Distinct().Count() != manifest.Labels.Count)
            throw new ModelException($"Model '{manifest.Name}' needs labels, each once, in its model.json.");
        if (!(manifest.Temperature > 0 && float.IsFinite(manifest.Temperature)))
            throw new ModelException($"Model '{manifest.Name}' has a temperature of {manifest.Temperature}; it must be above 0.");
        if (manifest.Input.Type != ModelElementType.Float32)
            throw new ModelException($"Model '{manifest.Name}' takes uint8, and {stream.Service} runs models whose input.type is float32.");
    }

    /// <summary>One run on zeros, as a fresh model must survive it, tells whether the network is what model.json says.</summary>
    /// <returns>The index of the output that holds the logits.</returns>
    private static int Probe(OnnxModel network, ISampleInput input)
    {
        var manifest = network.Manifest;
        if (network.ItemLength != input.ItemLength)
        {
            throw new ModelException(
                $"Model '{manifest.Name}' takes {network.ItemLength} numbers an item, and its model.json describes {input.ItemLength}; make them agree.");
        }

        var output = network.OutputNames.Count == 1 ? 0 : network.OutputNames.ToList().IndexOf(OutputName);
        if (output < 0)
            throw new ModelException($"Model '{manifest.Name}' has no output '{OutputName}'; its outputs are: {string.Join(", ", network.OutputNames)}.");

        float[] logits;
        try
        {
            logits = network.Run(new float[network.ItemLength], 1).Outputs[output];
        }
        catch (Exception e)
        {
            throw new ModelException($"Model '{manifest.Name}' failed its probe, one run on zeros: {e.Message}", e);
        }

        if (logits.Length != manifest.Labels.Count)
            throw new ModelException($"Model '{manifest.Name}' gives {logits.Length} scores, and its model.json names {manifest.Labels.Count} labels.");
        if (!logits.All(float.IsFinite))
            throw new ModelException($"Model '{manifest.Name}' failed its probe: on zeros it gives scores that are not finite.");
        return output;
    }
}
