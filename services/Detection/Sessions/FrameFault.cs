using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>Why a frame gets no result.</summary>
internal sealed record FrameFault(FrameErrorReason Reason, string Message)
{
    public static FrameFault From(ImageException exception) => new(
        exception.Fault switch
        {
            ImageFault.TooLarge => FrameErrorReason.ImageTooLarge,
            ImageFault.UnsupportedFormat => FrameErrorReason.UnsupportedFormat,
            _ => FrameErrorReason.InvalidImage,
        },
        exception.Message);
}
