using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.Inference.Runtime;
using EmotionGrpc.Streams.Samples;
using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Models;

/// <summary>The classifier behind a stream service: loaded, checked, probed, and run in batches that are fair between sessions.</summary>
public sealed class StreamModel : IServedModel
{
    private readonly BatchRunner<float> _runner;
    private readonly OutputReader _outputs;

    private StreamModel(BatchRunner<float> runner, OutputReader outputs, ISampleInput input)
    {
        _runner = runner;
        _outputs = outputs;
        Input = input;
    }

    /// <inheritdoc/>
    public ModelManifest Manifest => _runner.Manifest;

    /// <summary>Execution provider in use.</summary>
    public string Provider => _runner.Provider;

    /// <inheritdoc/>
    public string Precision => _runner.Precision;

    /// <summary>What the model is given.</summary>
    public ISampleInput Input { get; }

    /// <summary>What results name.</summary>
    public ModelVersion Version => _runner.Version;

    /// <summary>Numbers in each of the states that it carries; none unless it is stateful.</summary>
    public IReadOnlyList<int> StateLengths => [.. _runner.ZeroStates.Select(s => s.Length)];

    /// <summary>Loads a model and lets it answer once.</summary>
    /// <param name="package">The model as it lies on disk.</param>
    /// <param name="stream">The service that wants it.</param>
    /// <param name="chooseInput">Chooses what the model is given, by its manifest.</param>
    /// <param name="modelOptions">How models run.</param>
    /// <param name="batchOptions">How requests meet in front of the model.</param>
    /// <exception cref="ModelException">The model is made for something else, or does not give logits.</exception>
    public static StreamModel Load(
        ModelPackage package, StreamDescription stream, Func<ModelManifest, ISampleInput> chooseInput, ModelOptions modelOptions, BatchOptions batchOptions)
    {
        CheckManifest(package.Manifest, stream);
        var input = chooseInput(package.Manifest);
        var network = new OnnxModel(package, modelOptions);
        try
        {
            var outputs = NetworkProbe.Run(network, input.ItemShape);
            return new StreamModel(new BatchRunner<float>(network, modelOptions, batchOptions), outputs, input);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Describes the model to callers.</summary>
    public Model Describe() => new()
    {
        Version = Version,
        Labels = { Manifest.Labels },
        LabelType = Manifest.LabelType == ModelLabelType.Multi ? LabelType.Multi : LabelType.Single,
        TemporalMode = Input.TemporalMode,
        ClipFrames = (uint)Input.ClipFrames,
        Sample = Input.Wanted,
        Provider = Provider,
    };

    /// <summary>Scores a sample; when the task is returned, it waits in its turn already.</summary>
    /// <param name="sample">As <see cref="Input"/> prepared it; has something to score.</param>
    /// <param name="session">Whose sample it is: sessions take turns.</param>
    /// <param name="explain">Whether the score shall carry the evidence.</param>
    /// <param name="cancellationToken">Gives up what still waits.</param>
    /// <returns>To be awaited once.</returns>
    /// <exception cref="BatchQueueFullException">Too many inputs wait.</exception>
    public ValueTask<ModelScore> RunAsync(PreparedSample sample, string session, bool explain, CancellationToken cancellationToken)
    {
        if (sample.State is { } state)
            return RunStatefulAsync(sample.Inputs, state, session, explain, cancellationToken);
        var item = new BatchItem<float>(sample.Inputs[0], [], explain);
        return _runner.RunAsync(item, session, static (outputs, s) => s._outputs.Read(outputs, s.explain).Score, (_outputs, explain), cancellationToken);
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
        if (manifest.MaskUnknownBelow is not (>= 0 and <= 1))
            throw new ModelException($"Model '{manifest.Name}' has a maskUnknownBelow of {manifest.MaskUnknownBelow}; allowed are 0 to 1.");
        if ((manifest.Temporal == ModelTemporalMode.Stateful) != (manifest.States.Count > 0))
            throw new ModelException($"Model '{manifest.Name}' must name states in its model.json where its temporal is stateful, and only there.");
        if (manifest.Input.Type != ModelElementType.Float32)
            throw new ModelException($"Model '{manifest.Name}' takes uint8, and {stream.Service} runs models whose input.type is float32.");
    }

    // Apart: the closure is made where there is a state only.
    private ValueTask<ModelScore> RunStatefulAsync(IReadOnlyList<float[]> inputs, TrackState state, string session, bool explain, CancellationToken cancellationToken) =>
        new(state.RunAsync(values => RunStepsAsync(inputs, values ?? _runner.ZeroStates, session, explain, cancellationToken)));

    /// <summary>Runs samples of one track in order; one that fails leaves the states as they were.</summary>
    /// <returns>The score of the last, and the states after it.</returns>
    private async Task<(ModelScore Score, IReadOnlyList<float[]> States)> RunStepsAsync(
        IReadOnlyList<float[]> inputs, IReadOnlyList<float[]> states, string session, bool explain, CancellationToken cancellationToken)
    {
        ModelScore? score = null;
        var milliseconds = 0.0;
        for (var i = 0; i < inputs.Count; i++)
        {
            var evidence = explain && i == inputs.Count - 1;
            var item = new BatchItem<float>(inputs[i], states, evidence);
            (score, var next) = await _runner.RunAsync(item, session, static (outputs, s) => s._outputs.Read(outputs, s.evidence), (_outputs, evidence), cancellationToken);
            milliseconds += score.ModelMilliseconds;
            if (score.IsFinite)
                states = next;
        }

        return (score! with { ModelMilliseconds = milliseconds }, states);
    }
}
