using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Models;

/// <summary>One frame's use of the models: all of it is examined by the versions that it began with.</summary>
internal sealed class FrameModels(ModelUse<BatchRunner<byte>> pose, ModelUse<BatchRunner<float>> face, ModelUse<BatchRunner<float>>? mask) : IDisposable
{
    public BatchRunner<byte> Pose => pose.Model;

    public BatchRunner<float> Face => face.Model;

    /// <summary>Null when mask states are not examined.</summary>
    public BatchRunner<float>? Mask => mask?.Model;

    /// <summary>What the response names.</summary>
    public IReadOnlyList<ModelVersion> Versions { get; } =
        mask is null ? [pose.Model.Version, face.Model.Version] : [pose.Model.Version, face.Model.Version, mask.Model.Version];

    public void Dispose()
    {
        pose.Dispose();
        face.Dispose();
        mask?.Dispose();
    }
}
