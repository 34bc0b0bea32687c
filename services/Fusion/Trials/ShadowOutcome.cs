namespace EmotionGrpc.Fusion.Trials;

/// <summary>What became of a frame that was meant for the shadow.</summary>
internal enum ShadowOutcome
{
    /// <summary>Its scores were compared.</summary>
    Compared,

    /// <summary>Too many frames waited for the shadow.</summary>
    Dropped,

    /// <summary>The shadow failed, or was slower than a stream may be.</summary>
    Failed,

    /// <summary>The shadow does not answer, or its model wants other samples or speaks of other labels.</summary>
    Unusable,
}
