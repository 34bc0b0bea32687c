namespace EmotionGrpc.Streams;

/// <summary>Limits of the contract.</summary>
internal static class StreamLimits
{
    /// <summary>Most clips of a batch, and most samples of a session's request.</summary>
    public const int MaximumClips = 256;
}
