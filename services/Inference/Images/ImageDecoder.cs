using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Inference.Images;

/// <summary>Turns untrusted pictures into pixels.</summary>
public sealed class ImageDecoder(ImageLimits limits)
{
    private const string Allowed = "allowed are IMAGE_FORMAT_JPEG, IMAGE_FORMAT_PNG, IMAGE_FORMAT_RGB24, IMAGE_FORMAT_BGR24";

    /// <summary>Decodes a picture. The size is read from the header and limited before anything is decoded.</summary>
    /// <returns>8-bit BGR pixels; the caller disposes them.</returns>
    /// <exception cref="ImageException">The picture is not usable.</exception>
    public Mat Decode(Image? image) => Decode(image, leastSide: 0).Pixels;

    /// <summary>Decodes a picture to no more pixels than needed. A JPEG can be decoded to a half, a quarter or an eighth of its sides in a fraction of the time; other formats are decoded whole.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="leastSide">Pixels that the longer side shall have at least, where the picture has them; 0: all.</param>
    /// <exception cref="ImageException">The picture is not usable.</exception>
    public ReducedPicture Decode(Image? image, int leastSide)
    {
        if (image is null || image.Data.IsEmpty)
            throw new ImageException(ImageFault.Invalid, "The picture is empty: image.data has no bytes.");
        return image.Format switch
        {
            ImageFormat.Jpeg or ImageFormat.Png => DecodeFile(image, leastSide),
            ImageFormat.Rgb24 or ImageFormat.Bgr24 => Whole(DecodeRaw(image)),
            ImageFormat.Unspecified => throw new ImageException(ImageFault.UnsupportedFormat, $"The picture's format is not said; {Allowed}."),
            _ => throw new ImageException(ImageFault.UnsupportedFormat, $"The picture's format {(int)image.Format} is not known; {Allowed}."),
        };
    }

    private ReducedPicture DecodeFile(Image image, int leastSide)
    {
        var (width, height) = ImageHeader.Read(image.Format, image.Data.Span);
        CheckSize(width, height);
        if ((image.Width != 0 && image.Width != width) || (image.Height != 0 && image.Height != height))
        {
            throw new ImageException(
                ImageFault.Invalid,
                $"The picture says {image.Width}x{image.Height} pixels, its file {width}x{height}; leave width and height 0 or make them agree.");
        }

        Mat pixels;
        try
        {
            // A camera's EXIF orientation would turn the frame away from the coordinates that the caller sees.
            pixels = Cv2.ImDecode(image.Data.Span, Mode(image.Format, Math.Max(width, height), leastSide) | ImreadModes.IgnoreOrientation);
        }
        catch (OpenCVException e)
        {
            throw new ImageException(ImageFault.Invalid, $"The picture cannot be decoded: {e.ErrMsg}");
        }

        if (pixels.Empty())
        {
            pixels.Dispose();
            throw new ImageException(ImageFault.Invalid, "The picture cannot be decoded: its compressed data are broken.");
        }

        return new ReducedPicture(pixels, new Size(width, height));
    }

    private static ReducedPicture Whole(Mat pixels) => new(pixels, pixels.Size());

    private static ImreadModes Mode(ImageFormat format, int side, int leastSide)
    {
        if (leastSide <= 0 || format != ImageFormat.Jpeg)
            return ImreadModes.Color;
        return (side / leastSide) switch
        {
            >= 8 => ImreadModes.ReducedColor8,
            >= 4 => ImreadModes.ReducedColor4,
            >= 2 => ImreadModes.ReducedColor2,
            _ => ImreadModes.Color,
        };
    }

    private Mat DecodeRaw(Image image)
    {
        CheckSize((int)Math.Min(image.Width, int.MaxValue), (int)Math.Min(image.Height, int.MaxValue));
        var expected = 3L * image.Width * image.Height;
        if (image.Data.Length != expected)
        {
            throw new ImageException(
                ImageFault.Invalid,
                $"A raw picture of {image.Width}x{image.Height} pixels has {expected} bytes (3 a pixel, no padding), not {image.Data.Length}.");
        }

        var pixels = new Mat((int)image.Height, (int)image.Width, MatType.CV_8UC3);
        unsafe
        {
            image.Data.Span.CopyTo(new Span<byte>(pixels.DataPointer, image.Data.Length));
        }

        if (image.Format == ImageFormat.Rgb24)
        {
            using InputArray source = pixels;
            Cv2.CvtColor(source, pixels, ColorConversionCodes.RGB2BGR);
        }

        return pixels;
    }

    private void CheckSize(int width, int height)
    {
        if (width < limits.MinimumSide || height < limits.MinimumSide)
        {
            throw new ImageException(
                ImageFault.Invalid,
                $"The picture is {width}x{height} pixels; the shorter side must be {limits.MinimumSide} or more.");
        }

        if (width > limits.MaximumSide || height > limits.MaximumSide || (long)width * height > limits.MaximumMegapixels * 1_000_000L)
        {
            throw new ImageException(
                ImageFault.TooLarge,
                $"The picture is {width}x{height} pixels; allowed are {limits.MaximumSide} a side and {limits.MaximumMegapixels} million in all.");
        }
    }
}
