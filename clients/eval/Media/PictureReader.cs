using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Eval.Media;

/// <summary>Reads pictures and makes the messages that carry them.</summary>
internal static class PictureReader
{
    /// <summary>Above this size pixels travel as JPEG; below they travel as they are, so that nothing but the suite is measured.</summary>
    private const int RawLimit = 8 * 1024 * 1024;

    /// <summary>Reads a picture as 8-bit BGR, turned upright as its EXIF orientation says. The caller disposes it.</summary>
    /// <exception cref="UnreadableException">It is not there, or not a picture.</exception>
    public static Mat Read(string path)
    {
        if (!File.Exists(path))
            throw new UnreadableException("there is no such file");
        try
        {
            var picture = Cv2.ImRead(path, ImreadModes.Color);
            if (!picture.Empty())
                return picture;
            picture.Dispose();
        }
        catch (OpenCVException e)
        {
            throw new UnreadableException($"the picture cannot be decoded ({e.ErrMsg})");
        }

        throw new UnreadableException("the file is not a picture that can be decoded");
    }

    /// <summary>Makes the message that carries a picture.</summary>
    public static Image ToImage(Mat pixels)
    {
        var bytes = 3L * pixels.Width * pixels.Height;
        if (bytes <= RawLimit)
            return ToRaw(pixels);
        Cv2.ImEncode(".jpg", pixels, out var jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 95));
        return new Image { Format = ImageFormat.Jpeg, Data = UnsafeByteOperations.UnsafeWrap(jpeg) };
    }

    /// <summary>Makes the message that carries a crop of the given size; the aspect is not kept.</summary>
    public static Image ToCrop(Mat pixels, CropSpec spec)
    {
        using var resized = new Mat();
        var shrinks = spec.Width < pixels.Width || spec.Height < pixels.Height;
        Cv2.Resize(pixels, resized, new Size(spec.Width, spec.Height), 0, 0, shrinks ? InterpolationFlags.Area : InterpolationFlags.Linear);
        return ToRaw(resized);
    }

    private static unsafe Image ToRaw(Mat pixels)
    {
        using var copy = pixels.IsContinuous() ? null : pixels.Clone();
        var source = copy ?? pixels;
        return new Image
        {
            Format = ImageFormat.Bgr24,
            Width = (uint)source.Width,
            Height = (uint)source.Height,
            Data = ByteString.CopyFrom(new ReadOnlySpan<byte>(source.DataPointer, 3 * source.Width * source.Height)),
        };
    }
}
