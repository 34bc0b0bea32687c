using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Draws anti-aliased shapes and text whose size follows the picture's.</summary>
internal sealed class Brush(Mat canvas)
{
    private const HersheyFonts Font = HersheyFonts.HersheySimplex;
    private const int ReferenceWidth = 640;

    /// <summary>1 at a width of 640 pixels; grows by half of what the picture grows, so that text of large pictures does not hide them.</summary>
    public double Scale { get; } = Math.Clamp(1 + (((double)canvas.Width / ReferenceWidth) - 1) / 2, 1, 3);

    public int Pixels(double atReference) => Math.Max(1, (int)Math.Round(atReference * Scale));

    public void Line(Point from, Point to, Scalar color, double thickness) =>
        Cv2.Line(canvas, from, to, color, Pixels(thickness), LineTypes.AntiAlias);

    public void Dot(Point centre, double radius, Scalar color) =>
        Cv2.Circle(canvas, centre, Pixels(radius), color, -1, LineTypes.AntiAlias);

    public void Outline(Rect box, Scalar color, double thickness) =>
        Cv2.Rectangle(canvas, box, color, Pixels(thickness)); // Upright edges are sharp without anti-aliasing, and grey with it.

    public void Fill(Rect box, Scalar color)
    {
        var inside = Inside(box);
        if (inside is { Width: > 0, Height: > 0 })
            Cv2.Rectangle(canvas, inside, color, -1);
    }

    /// <summary>Covers a part so that what lies under it still shines through.</summary>
    public void Veil(Rect box, Scalar color, double opacity)
    {
        var inside = Inside(box);
        if (inside.Width <= 0 || inside.Height <= 0)
            return;
        using var part = new Mat(canvas, inside);
        using var veil = new Mat(part.Size(), part.Type(), color);
        Cv2.AddWeighted(veil, opacity, part, 1 - opacity, 0, part);
    }

    /// <summary>The four corners of a box; they hide less of the picture than the whole box.</summary>
    public void Corners(Rect box, Scalar color, double thickness)
    {
        var arm = Math.Min(Pixels(26), Math.Min(box.Width, box.Height) / 3);
        foreach (var (x, dx) in new[] { (box.Left, arm), (box.Right - 1, -arm) })
        {
            foreach (var (y, dy) in new[] { (box.Top, arm), (box.Bottom - 1, -arm) })
            {
                Line(new Point(x, y), new Point(x + dx, y), color, thickness);
                Line(new Point(x, y), new Point(x, y + dy), color, thickness);
            }
        }
    }

    public Size Measure(string text, double size) => Cv2.GetTextSize(text, Font, size * Scale, Weight(size), out _);

    /// <summary>Writes text; its baseline starts at the point.</summary>
    public void Text(string text, Point start, Scalar color, double size) =>
        Cv2.PutText(canvas, text, start, Font, size * Scale, color, Weight(size), LineTypes.AntiAlias);

    private int Weight(double size) => Math.Max(1, (int)Math.Round(size * Scale * 2.2));

    private Rect Inside(Rect box) => box & new Rect(0, 0, canvas.Width, canvas.Height);
}
