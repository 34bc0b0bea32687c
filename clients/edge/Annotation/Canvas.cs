using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Brings pictures to the one size of a video.</summary>
internal sealed class Canvas
{
    private const int LeastWidth = 640;
    private const int MostWidth = 1280;

    /// <summary>Chooses the size by the first picture: at least 640 wide so that text can be read, at most 1280, even for H.264.</summary>
    public Canvas(Size first)
    {
        var scale = (double)Math.Clamp(first.Width, LeastWidth, MostWidth) / first.Width;
        Size = new Size(Even(first.Width * scale), Even(first.Height * scale));
    }

    public Size Size { get; }

    /// <summary>Makes a canvas of a picture; one of another shape gets black edges.</summary>
    public Mat Create(Mat pixels)
    {
        var scale = Math.Min((double)Size.Width / pixels.Width, (double)Size.Height / pixels.Height);
        var width = Math.Min(Size.Width, Even(pixels.Width * scale));
        var height = Math.Min(Size.Height, Even(pixels.Height * scale));
        var scaled = new Mat();
        Cv2.Resize(pixels, scaled, new Size(width, height), 0, 0, scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Cubic);
        return scaled;
    }

    /// <summary>Fills a drawn picture up to the video's size.</summary>
    public Mat Fill(Mat drawn)
    {
        if (drawn.Size() == Size)
            return drawn;
        var right = Size.Width - drawn.Width;
        var bottom = Size.Height - drawn.Height;
        var filled = new Mat();
        Cv2.CopyMakeBorder(drawn, filled, bottom / 2, bottom - (bottom / 2), right / 2, right - (right / 2), BorderTypes.Constant, Scalar.Black);
        drawn.Dispose();
        return filled;
    }

    private static int Even(double pixels) => Math.Max(2, 2 * (int)Math.Round(pixels / 2, MidpointRounding.AwayFromZero));
}
