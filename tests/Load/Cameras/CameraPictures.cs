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
    public CameraPictures(int width, int height)
    {
        (Width, Height) = (width, height);
        _files = [.. Video.Frames(Repository.SampleVideo).Take(Count).Select(f => Encode(f, width, height))];
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

    private static ByteString Encode(Mat frame, int width, int height)
    {
        var scale = Math.Max((double)width / frame.Width, (double)height / frame.Height);
        var (w, h) = (Math.Max(width, (int)Math.Round(frame.Width * scale)), Math.Max(height, (int)Math.Round(frame.Height * scale)));
        using var scaled = frame.Resize(new Size(w, h), 0, 0, scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
        using var cut = new Mat(scaled, new Rect((w - width) / 2, (h - height) / 2, width, height));
        Cv2.ImEncode(".jpg", cut, out var jpeg);
        return UnsafeByteOperations.UnsafeWrap(jpeg);
    }
}
