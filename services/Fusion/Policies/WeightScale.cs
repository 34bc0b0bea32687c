namespace EmotionGrpc.Fusion.Policies;

/// <summary>How weights act on logits.</summary>
internal enum WeightScale
{
    /// <summary>Scaled to sum to 1: the weighted mean.</summary>
    Mean,

    /// <summary>As they are: log-linear pooling, in which two streams that agree are surer together, and one of little weight alone is unsure.</summary>
    Sum,
}
