using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.Inference.Reloading;

/// <summary>A model in service, as its watch sees it.</summary>
internal interface ILiveModel : IAsyncDisposable
{
    /// <summary>Its folder.</summary>
    string Folder { get; }

    /// <summary>What model.json says of the version in service.</summary>
    ModelManifest Manifest { get; }

    /// <summary>What the version in service computes in: float32, float16 or int8.</summary>
    string Precision { get; }

    /// <summary>Looks at the folder, and puts a new version into service. One caller at a time.</summary>
    /// <returns>What came of it; null: nothing new.</returns>
    Task<ReloadOutcome?> LookAsync();
}
