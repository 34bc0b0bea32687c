namespace EmotionGrpc.Inference.Images;

/// <summary>What is wrong with a picture.</summary>
public enum ImageFault
{
    /// <summary>Empty, truncated or not what its format says.</summary>
    Invalid,

    /// <summary>A format that is not read here.</summary>
    UnsupportedFormat,

    /// <summary>Over a limit.</summary>
    TooLarge,
}
