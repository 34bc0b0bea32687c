using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Inference.Images;

/// <summary>Turns pixels into the pictures that cross the wire.</summary>
public static class ImageEncoder
{
    /// <summary>Encodes 8-bit BGR pixels.</summary>
    /// <param name="pixels">The pixels; any step.</param>
    /// <param name="format">The wanted format.</param>
    /// <param name="quality">JPEG quality, 1 to 100.</param>
    /// <returns>Raw formats in <see cref="PooledBytes"/> with one holder: the message.</returns>
    public static Image Encode(Mat pixels, ImageFormat format, int quality = 90)
    {
        var image = new Image { Format = format, Width = (uint)pixels.Width, Height = (uint)pixels.Height };
        switch (format)
        {
            case ImageFormat.Jpeg:
                image.Data = File(pixels, ".jpg", new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
                break;
            case ImageFormat.Png:
                image.Data = File(pixels, ".png");
                break;
            case ImageFormat.Bgr24:
                image.Data = Copy(pixels);
                break;
            case ImageFormat.Rgb24:
                using (var rgb = new Mat())
                using (InputArray source = pixels)
                {
                    Cv2.CvtColor(source, rgb, ColorConversionCodes.BGR2RGB);
                    image.Data = Copy(rgb);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format that pictures are encoded in.");
        }

        return image;
    }

    private static ByteString File(Mat pixels, string extension, params ImageEncodingParam[] settings)
    {
        using InputArray source = pixels;
        Cv2.ImEncode(extension, source, out var file, settings);
        return UnsafeByteOperations.UnsafeWrap(file);
    }

    private static ByteString Copy(Mat pixels)
    {
        using var whole = pixels.IsContinuous() ? null : pixels.Clone();
        var source = whole ?? pixels;
        var bytes = PooledBytes.Rent(3 * source.Width * source.Height, out var content);
        unsafe
        {
            new Span<byte>(source.DataPointer, content.Length).CopyTo(content);
        }

        return bytes;
    }
}
