using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>Frames of a video as a camera would send them.</summary>
internal static class Video
{
    public static List<byte[]> ReadJpegs(string path, int count, int every = 1)
    {
        using var capture = new VideoCapture(path);
        Assert.True(capture.IsOpened(), $"{path} cannot be opened.");
        using var frame = new Mat();
        var jpegs = new List<byte[]>();
        for (var i = 0; jpegs.Count < count && capture.Read(frame); i++)
        {
            if (i % every != 0)
                continue;
            Cv2.ImEncode(".jpg", frame, out var jpeg);
            jpegs.Add(jpeg);
        }

        return jpegs;
    }

    public static Image Jpeg(byte[] bytes) => new() { Format = ImageFormat.Jpeg, Data = ByteString.CopyFrom(bytes) };

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
