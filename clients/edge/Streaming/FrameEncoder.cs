using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Makes the JPEG that is sent.</summary>
internal static class FrameEncoder
{
    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels">8-bit BGR.</param>
    /// <param name="maximumWidth">Wider pictures are scaled down; null: never.</param>
    /// <param name="quality">JPEG quality, 1 to 100.</param>
    public static Image Encode(Mat pixels, int? maximumWidth, int quality)
    {
        using var scaled = maximumWidth is { } width && pixels.Width > width ? Scale(pixels, width) : null;
        var source = scaled ?? pixels;
        Cv2.ImEncode(".jpg", source, out var jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
        return new Image
        {
            Format = ImageFormat.Jpeg,
            Width = (uint)source.Width,
            Height = (uint)source.Height,
            Data = UnsafeByteOperations.UnsafeWrap(jpeg),
        };
    }

    private static Mat Scale(Mat pixels, int width)
    {
        var scaled = new Mat();
        var height = Math.Max(1, (int)Math.Round((double)pixels.Height * width / pixels.Width));
        Cv2.Resize(pixels, scaled, new Size(width, height), 0, 0, InterpolationFlags.Area);
        return scaled;
    }
}
