namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>What a stream service is there for.</summary>
internal enum StreamRole
{
    /// <summary>It is in use; sessions are not complete without it.</summary>
    Main,

    /// <summary>A share of the sessions uses it in place of the one in use.</summary>
    Canary,

    /// <summary>Its scores are compared with those in use.</summary>
    Shadow,
}
