using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>What is wrong with pictures, each with what it must be answered by.</summary>
internal static class BadPictures
{
    public static TheoryData<string, FrameErrorReason> Names { get; } = new()
    {
        { "none", FrameErrorReason.InvalidImage },
        { "empty", FrameErrorReason.InvalidImage },
        { "truncated", FrameErrorReason.InvalidImage },
        { "cut in the header", FrameErrorReason.InvalidImage },
        { "random", FrameErrorReason.InvalidImage },
        { "jpeg called png", FrameErrorReason.InvalidImage },
        { "png with a chunk of gigabytes", FrameErrorReason.InvalidImage },
        { "raw of another size", FrameErrorReason.InvalidImage },
        { "format not said", FrameErrorReason.UnsupportedFormat },
        { "format not known", FrameErrorReason.UnsupportedFormat },
        { "jpeg of 30000x30000", FrameErrorReason.ImageTooLarge },
        { "png of 30000x30000", FrameErrorReason.ImageTooLarge },
        { "raw of 30000x30000", FrameErrorReason.ImageTooLarge },
    };
}
