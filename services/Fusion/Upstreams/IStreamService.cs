using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>What Fusion needs of a stream service; the seam at which a stream is swapped. Both streams' contracts have the same shape.</summary>
internal interface IStreamService
{
    /// <summary>Which stream.</summary>
    StreamKind Stream { get; }

    /// <summary>Asks for the model.</summary>
    Task<Model> GetModelAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Opens a session.</summary>
    IStreamCall Open();
}
