using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>Requests of a session in short.</summary>
internal static class StreamRequests
{
    public static StreamDetectRequest Frame(ulong sequence, Image? image, double? seconds = null, params CropSpec[] crops) => new()
    {
        Frame = new Frame
        {
            Sequence = sequence,
            Image = image,
            CaptureTime = seconds is { } s ? Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddSeconds(1000 + s)) : null,
        },
        Crops = { crops },
    };
}
