namespace EmotionGrpc.Inference.Images;

/// <summary>A picture cannot be used; the message says what is wrong and what is allowed.</summary>
public sealed class ImageException(ImageFault fault, string message) : Exception(message)
{
    /// <summary>The kind of fault.</summary>
    public ImageFault Fault { get; } = fault;
}
