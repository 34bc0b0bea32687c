using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Load.Cameras;

/// <summary>The pictures of a camera: the sample video, scaled until it fills the size, as JPEG files in memory.</summary>
internal sealed class CameraPictures
{
    /// <summary>How many there are.</summary>
    public const int Count = 100;

    private const int Apart = 13;

    private readonly ByteString[] _files;

    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="people">People in each.</param>
    public CameraPictures(int width, int height, int people = 1)
    {
        (Width, Height) = (width, height);
        _files = [.. Video.Frames(Repository.SampleVideo).Take(Count).Select(f => Encode(f, people, width, height))];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Mean size of a file in bytes.</summary>
    public double MeanBytes => _files.Average(f => f.Length);

    /// <summary>A picture; after the last one the video begins again.</summary>
    public Image Picture(ulong number) => Images.Jpeg(_files[(int)(number % Count)]);

    /// <summary>A picture of a camera; cameras begin at different places of the video.</summary>
    /// <param name="camera">From 0.</param>
    /// <param name="number">Of the picture.</param>
    public Image Of(int camera, ulong number) => Picture(number + (ulong)(camera * Apart));

    /// <summary>The same pictures, decoded: 8-bit BGR.</summary>
    public IReadOnlyList<Mat> Decoded() => [.. _files.Select(f => Cv2.ImDecode(f.Span, ImreadModes.Color))];

    private static ByteString Encode(Mat frame, int people, int width, int height)
    {
        using var picture = Crowd.Of(frame, people, width, height);
        Cv2.ImEncode(".jpg", picture, out var jpeg);
        return UnsafeByteOperations.UnsafeWrap(jpeg);
    }
}
