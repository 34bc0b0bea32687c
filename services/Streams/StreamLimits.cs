namespace EmotionGrpc.Streams;

/// <summary>Limits of a request.</summary>
internal static class StreamLimits
{
    /// <summary>Most clips of a batch, and most samples of a session's request.</summary>
    public const int MaximumClips = 256;

    /// <summary>Most crops of a batch of clips: all are prepared before the first is run, and a prepared one takes some hundred kilobytes.</summary>
    public const int MaximumCrops = 1024;

    /// <summary>Most samples of a session's request that are remembered only.</summary>
    public const int MaximumUnscored = 1024;
}
