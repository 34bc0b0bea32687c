using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.Inference.Runtime;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Detection.Models;

/// <summary>The networks of the service, shared by all sessions; new versions take the place of old ones between two frames.</summary>
internal sealed class DetectionModels
{
    // BlazeFace comes with its two feature maps apart or joined.
    private static readonly int[][] s_faceOutputs = [[384, 512, 384 * 16, 512 * 16], [896, 896 * 16]];
    private static readonly int[][] s_poseOutputs = [[Pose.PoseDecoder.Rows * Pose.PoseDecoder.RowLength]];
    private static readonly int[][] s_maskOutputs = [[MaskReading.Values]];

    private readonly ModelOptions _modelOptions;
    private readonly BatchOptions _batchOptions;
    private readonly LiveModel<BatchRunner<byte>> _pose;
    private readonly LiveModel<BatchRunner<float>> _face;
    private readonly LiveModel<BatchRunner<float>>? _mask;
    private volatile IReadOnlyList<ModelVersion> _versions = [];

    /// <summary>Loads the models.</summary>
    /// <exception cref="ModelException">One is missing, broken, or made for another task.</exception>
    public DetectionModels(LiveModels live, IOptions<DetectionOptions> options, IOptions<ModelOptions> modelOptions, IOptions<BatchOptions> batchOptions)
    {
        (_modelOptions, _batchOptions) = (modelOptions.Value, batchOptions.Value);
        var o = options.Value;
        _pose = live.Add(o.PoseModel, p => Load<byte>(p, "pose", ModelElementType.UInt8, s_poseOutputs));
        _face = live.Add(o.FaceModel, p => Load<float>(p, "face-detection", ModelElementType.Float32, s_faceOutputs));
        if (o.MaskModel.Length > 0)
            _mask = live.Add(o.MaskModel, LoadMask);
    }

    /// <summary>The versions in service, for one frame.</summary>
    public FrameModels Use()
    {
        var models = new FrameModels(_pose.Use(), _face.Use(), _mask?.Use(), _versions);
        _versions = models.Versions;
        return models;
    }

    private BatchRunner<float> LoadMask(ModelPackage package)
    {
        var manifest = package.Manifest;
        if (!manifest.Labels.Order(StringComparer.Ordinal).SequenceEqual(["with-mask", "without-mask"]))
            throw new ModelException($"Model '{manifest.Name}' must have the labels without-mask and with-mask, not {string.Join(", ", manifest.Labels)}.");
        return Load<float>(package, "mask-state", ModelElementType.Float32, s_maskOutputs);
    }

    private BatchRunner<T> Load<T>(ModelPackage package, string task, ModelElementType type, int[][] outputs)
        where T : unmanaged
    {
        var manifest = package.Manifest;
        if (manifest.Task != task)
            throw new ModelException($"Model '{manifest.Name}' is made for '{manifest.Task}', and '{task}' is wanted; name another model.");
        if (manifest.Input.Kind != ModelInputKind.Image || manifest.Input.Type != type)
            throw new ModelException($"Model '{manifest.Name}' cannot be used for '{task}': its input must be an image of type {type.ToString().ToLowerInvariant()}.");
        var network = new OnnxModel(package, _modelOptions);
        try
        {
            ModelProbe.Run(network, outputs);
            return new BatchRunner<T>(network, _modelOptions, _batchOptions);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
