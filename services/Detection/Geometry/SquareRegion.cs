using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Geometry;

/// <summary>A square of the frame, turned by an angle.</summary>
/// <param name="CenterX">Pixels of the frame.</param>
/// <param name="CenterY">Pixels of the frame.</param>
/// <param name="Side">Pixels of the frame.</param>
/// <param name="Angle">Radians; the direction in the frame that becomes "right" in the cut: atan2 of the line from the right to the left eye levels the eyes.</param>
internal readonly record struct SquareRegion(float CenterX, float CenterY, float Side, float Angle)
{
    // Bilinear sampling sees two pixels of a step: steps of up to two and a half need no averaging before.
    private const float LongestStep = 2.5f;

    /// <summary>What becomes the cut's left top, right top, right bottom and left bottom corner.</summary>
    public PixelPoint[] Corners => [ToFrame(0, 0), ToFrame(1, 0), ToFrame(1, 1), ToFrame(0, 1)];

    /// <summary>Cuts the square out, upright; what lies outside the frame is black.</summary>
    /// <param name="frame">8-bit BGR.</param>
    /// <param name="width">Width of the result in pixels.</param>
    /// <param name="height">Height of the result in pixels.</param>
    public Mat Cut(Mat frame, int width, int height)
    {
        var cut = new Mat();
        Cut(frame, width, height, cut);
        return cut;
    }

    /// <summary>Cuts the square out into a model's input.</summary>
    /// <param name="frame">8-bit BGR.</param>
    /// <param name="input">What the model wants.</param>
    /// <param name="tensor">Filled as by <see cref="PixelTensor.ToFloat"/>.</param>
    public void Cut(Mat frame, ModelInput input, float[] tensor)
    {
        var cut = CutScratch.Picture(input.Width, input.Height);
        Cut(frame, input.Width, input.Height, cut);
        PixelTensor.ToFloat(cut, input, tensor);
    }

    /// <summary>Maps a point of the cut (0 to 1 from its left top) to the frame.</summary>
    public PixelPoint ToFrame(float u, float v)
    {
        var (sin, cos) = MathF.SinCos(Angle);
        var (x, y) = ((u - 0.5f) * Side, (v - 0.5f) * Side);
        return new(CenterX + (x * cos) - (y * sin), CenterY + (x * sin) + (y * cos));
    }

    private void Cut(Mat frame, int width, int height, Mat cut)
    {
        var (sin, cos) = MathF.SinCos(Angle);
        var (scaleX, scaleY) = (width / Side, height / Side);

        // Bilinear sampling alone would alias when much is thrown away: the area around the square is averaged first, by whole pixels, which is many times faster than by parts.
        var factor = (int)Math.Clamp(MathF.Ceiling(((1 / Math.Max(scaleX, scaleY)) + 2 - LongestStep) / 2), 1, ushort.MaxValue);
        var (left, top) = (0, 0);
        using var reduced = factor > 1 ? Shrink(frame, factor, out left, out top) : null;
        if (factor > 1 && reduced is null)
        {
            cut.Create(height, width, MatType.CV_8UC3);
            cut.SetTo(Scalar.Black);
            return;
        }

        var (a, b) = (scaleX * cos * factor, scaleX * sin * factor);
        var (c, d) = (-scaleY * sin * factor, scaleY * cos * factor);
        var (x, y) = ((CenterX - left) / factor, (CenterY - top) / factor);
        var map = CutScratch.Map([a, b, (width / 2f) - (a * x) - (b * y), c, d, (height / 2f) - (c * x) - (d * y)]);
        using InputArray source = reduced ?? frame;
        Cv2.WarpAffine(source, cut, map, new Size(width, height), InterpolationFlags.Linear, BorderTypes.Constant, Scalar.Black);
    }

    private Mat? Shrink(Mat frame, int factor, out int left, out int top)
    {
        var reach = (Side * (MathF.Abs(MathF.Cos(Angle)) + MathF.Abs(MathF.Sin(Angle))) / 2) + (2 * factor);
        left = (int)Math.Clamp(MathF.Floor(CenterX - reach), 0, frame.Width);
        top = (int)Math.Clamp(MathF.Floor(CenterY - reach), 0, frame.Height);
        var right = (int)Math.Clamp(MathF.Ceiling(CenterX + reach), 0, frame.Width);
        var bottom = (int)Math.Clamp(MathF.Ceiling(CenterY + reach), 0, frame.Height);
        var (width, height) = ((right - left) / factor, (bottom - top) / factor);
        if (width < 1 || height < 1)
            return null;
        using var part = new Mat(frame, new Rect(left, top, width * factor, height * factor));
        var reduced = new Mat();
        using InputArray source = part;
        Cv2.Resize(source, reduced, new Size(width, height), 0, 0, InterpolationFlags.Area);
        return reduced;
    }
}
