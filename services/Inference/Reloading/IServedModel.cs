using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.Inference.Reloading;

/// <summary>One version of a model, loaded; what requests are answered by.</summary>
public interface IServedModel : IAsyncDisposable
{
    /// <summary>What model.json says.</summary>
    ModelManifest Manifest { get; }

    /// <summary>What the network computes in: float32, float16 or int8.</summary>
    string Precision { get; }
}
