using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Models;

/// <summary>One frame's use of the models: all of it is examined by the versions that it began with.</summary>
/// <param name="pose">Finds persons.</param>
/// <param name="face">Finds faces.</param>
/// <param name="mask">Tells masks; null when they are not examined.</param>
/// <param name="before">The versions of the frame before, used again while they are the same.</param>
internal readonly struct FrameModels(
    ModelUse<BatchRunner<byte>> pose, ModelUse<BatchRunner<float>> face, ModelUse<BatchRunner<float>>? mask, IReadOnlyList<ModelVersion> before) : IDisposable
{
    public BatchRunner<byte> Pose => pose.Model;

    public BatchRunner<float> Face => face.Model;

    /// <summary>Null when mask states are not examined.</summary>
    public BatchRunner<float>? Mask => mask?.Model;

    /// <summary>What the response names.</summary>
    public IReadOnlyList<ModelVersion> Versions { get; } = Are(before, pose, face, mask)
        ? before
        : mask is null ? [pose.Model.Version, face.Model.Version] : [pose.Model.Version, face.Model.Version, mask.Model.Version];

    public void Dispose()
    {
        pose.Dispose();
        face.Dispose();
        mask?.Dispose();
    }

    private static bool Are(IReadOnlyList<ModelVersion> versions, ModelUse<BatchRunner<byte>> pose, ModelUse<BatchRunner<float>> face, ModelUse<BatchRunner<float>>? mask) =>
        versions.Count > 1 && ReferenceEquals(versions[0], pose.Model.Version) && ReferenceEquals(versions[1], face.Model.Version)
        && (mask is null || ReferenceEquals(versions[2], mask.Model.Version));
}
