using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Makes the JPEGs that are sent, for one caller at a time.</summary>
/// <param name="maximumWidth">Wider pictures are scaled down; null: never.</param>
internal sealed class FrameEncoder(int? maximumWidth) : IDisposable
{
    /// <summary>Used again for every frame, as long as their size stays the same.</summary>
    private readonly Mat _scaled = new();

    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels">8-bit BGR.</param>
    /// <param name="quality">JPEG quality, 1 to 100.</param>
    public Image Encode(Mat pixels, int quality)
    {
        var source = maximumWidth is { } width && pixels.Width > width ? Scale(pixels, width) : pixels;
        using InputArray input = source;
        Cv2.ImEncode(".jpg", input, out var jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
        return new Image
        {
            Format = ImageFormat.Jpeg,
            Width = (uint)source.Width,
            Height = (uint)source.Height,
            Data = UnsafeByteOperations.UnsafeWrap(jpeg),
        };
    }

    public void Dispose() => _scaled.Dispose();

    private Mat Scale(Mat pixels, int width)
    {
        var height = Math.Max(1, (int)Math.Round((double)pixels.Height * width / pixels.Width));
        using InputArray input = pixels;
        Cv2.Resize(input, _scaled, new Size(width, height), 0, 0, InterpolationFlags.Area);
        return _scaled;
    }
}
