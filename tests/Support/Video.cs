using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.TestSupport;

/// <summary>Reads videos.</summary>
public static class Video
{
    /// <summary>All frames, BGR; each holds until the next is asked for.</summary>
    public static IEnumerable<Mat> Frames(string path)
    {
        using var video = new VideoCapture(path);
        Assert.True(video.IsOpened(), $"{path} cannot be opened.");
        using var frame = new Mat();
        while (video.Read(frame))
            yield return frame;
    }

    /// <summary>Frames as JPEG files.</summary>
    /// <param name="path">The video.</param>
    /// <param name="count">The most frames to give.</param>
    /// <param name="every">1 for each frame, 2 for every second, and so on; the first is always among them.</param>
    public static IReadOnlyList<ByteString> Jpegs(string path, int count, int every = 1) =>
        [.. Frames(path).Where((_, i) => i % every == 0).Select(Jpeg).Take(count)];

    /// <summary>A frame as a JPEG file.</summary>
    public static ByteString Jpeg(Mat frame)
    {
        Cv2.ImEncode(".jpg", frame, out var jpeg);
        return ByteString.CopyFrom(jpeg);
    }
}
