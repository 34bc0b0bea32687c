using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Runtime;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Detection.Models;

/// <summary>The networks of the service, loaded once and shared by all sessions.</summary>
internal sealed class DetectionModels : IAsyncDisposable
{
    private readonly ModelOptions _modelOptions;
    private readonly BatchOptions _batchOptions;

    /// <summary>Loads the models.</summary>
    /// <exception cref="ModelException">One is missing, broken, or made for another task.</exception>
    public DetectionModels(IOptions<DetectionOptions> options, IOptions<ModelOptions> modelOptions, IOptions<BatchOptions> batchOptions)
    {
        (_modelOptions, _batchOptions) = (modelOptions.Value, batchOptions.Value);
        var directory = _modelOptions.FindDirectory();
        Pose = Load<byte>(directory, options.Value.PoseModel, "pose", ModelElementType.UInt8);
        Face = Load<float>(directory, options.Value.FaceModel, "face-detection", ModelElementType.Float32);
        if (options.Value.MaskModel.Length > 0)
            Mask = Load<float>(directory, options.Value.MaskModel, "mask-state", ModelElementType.Float32);
        Versions = [.. new[] { Pose.Manifest, Face.Manifest, Mask?.Manifest }.OfType<ModelManifest>().Select(
            m => new ModelVersion { Name = m.Name, Version = m.Version, Task = m.Task })];
    }

    public BatchRunner<byte> Pose { get; }

    public BatchRunner<float> Face { get; }

    /// <summary>Null when mask states are not examined.</summary>
    public BatchRunner<float>? Mask { get; }

    /// <summary>What every response names.</summary>
    public IReadOnlyList<ModelVersion> Versions { get; }

    public async ValueTask DisposeAsync()
    {
        await Pose.DisposeAsync();
        await Face.DisposeAsync();
        if (Mask != null)
            await Mask.DisposeAsync();
    }

    private BatchRunner<T> Load<T>(string directory, string name, string task, ModelElementType type)
        where T : unmanaged
    {
        var package = ModelPackage.Read(Path.Combine(directory, name));
        var manifest = package.Manifest;
        if (manifest.Task != task)
            throw new ModelException($"Model '{name}' is made for '{manifest.Task}', and '{task}' is wanted; name another model.");
        if (manifest.Input.Kind != ModelInputKind.Image || manifest.Input.Type != type)
            throw new ModelException($"Model '{name}' cannot be used for '{task}': its input must be an image of type {type.ToString().ToLowerInvariant()}.");
        return new BatchRunner<T>(new OnnxModel(package, _modelOptions), _modelOptions, _batchOptions);
    }
}
