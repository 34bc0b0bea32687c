using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Where one stream found evidence for a label in one frame, ready to be drawn into this and the next frames.</summary>
internal sealed class Heat : IDisposable
{
    // Fine enough for a face that fills the picture; it is made once a segment and stretched at every frame.
    private const int Side = 96;

    // In logits. Colours are relative to the strongest place, but evidence that is weak everywhere must not look strong.
    private const double LeastScale = 1;

    private readonly Mat _strength;
    private readonly Point2f[] _region;
    private readonly Box _anchor;

    private Heat(Mat strength, Point2f[] region, Box anchor, string label, TimeSpan time)
    {
        (_strength, _region, _anchor) = (strength, region, anchor);
        (Label, Time) = (label, time);
    }

    /// <summary>What the evidence is for.</summary>
    public string Label { get; }

    /// <summary>When it was found, by the source's clock.</summary>
    public TimeSpan Time { get; }

    /// <summary>Takes a heatmap; null when it is not as the contract says.</summary>
    /// <param name="heatmap">The evidence.</param>
    /// <param name="anchor">The box, in the same frame, that the heat moves with.</param>
    /// <param name="label">What the evidence is for.</param>
    /// <param name="time">The frame's time.</param>
    public static Heat? From(Heatmap heatmap, Box anchor, string label, TimeSpan time)
    {
        var (width, height) = (heatmap.Width, heatmap.Height);
        var isMap = width > 0 && height > 0 && (ulong)width * height == (ulong)heatmap.Values.Count && heatmap.Values.All(float.IsFinite);
        var isPlaced = heatmap.Region.Count == 4 && heatmap.Region.All(p => float.IsFinite(p.X) && float.IsFinite(p.Y));
        if (!isMap || !isPlaced || !(anchor.Width > 0 && anchor.Height > 0))
            return null;

        // What speaks against the label goes before the map is smoothed: a cubic swings beyond its values and would make evidence of nothing.
        using var map = Mat.FromPixelData((int)height, (int)width, MatType.CV_32FC1, heatmap.Values.Select(v => Math.Max(0, v)).ToArray());
        using var smooth = new Mat();
        Cv2.Resize(map, smooth, new Size(Side, Side), 0, 0, InterpolationFlags.Cubic);
        var strength = new Mat();
        smooth.ConvertTo(strength, MatType.CV_8UC1, 255 / Math.Max(LeastScale, heatmap.Values.Max()));
        return new Heat(strength, [.. heatmap.Region.Select(p => new Point2f(p.X, p.Y))], anchor, label, time);
    }

    /// <summary>Draws it.</summary>
    /// <param name="canvas">8-bit BGR.</param>
    /// <param name="scale">From pixels of the frame to those of the canvas.</param>
    /// <param name="anchor">Where the box is now that it moves with.</param>
    /// <param name="visibility">0 to 1.</param>
    public void Draw(Mat canvas, CanvasScale scale, Box anchor, double visibility)
    {
        // Pixel i covers i to i + 1, and OpenCV means its middle by i.
        Point2f[] corners = [.. _region.Select(p => Place(p, scale, anchor))];
        var place = Enclosing(corners, canvas.Size());
        if (place.Width <= 0 || place.Height <= 0 || !(Cv2.ContourArea(corners) >= 1))
            return;
        Point2f[] inPlace = [.. corners.Select(c => new Point2f(c.X - place.X, c.Y - place.Y))];
        using var stretch = Cv2.GetPerspectiveTransform([new(-0.5f, -0.5f), new(Side - 0.5f, -0.5f), new(Side - 0.5f, Side - 0.5f), new(-0.5f, Side - 0.5f)], inPlace);
        using var strength = new Mat();
        Cv2.WarpPerspective(_strength, strength, stretch, place.Size, InterpolationFlags.Linear, BorderTypes.Replicate);
        using var inside = new Mat(place.Size, MatType.CV_8UC1, Scalar.Black);
        Cv2.FillConvexPoly(inside, inPlace.Select(c => new OpenCvSharp.Point(Math.Round(c.X), Math.Round(c.Y))), Scalar.White, LineTypes.AntiAlias);
        Cv2.Multiply(strength, inside, strength, 1.0 / 255);
        using var part = new Mat(canvas, place);
        HeatColors.Blend(part, strength, visibility);
    }

    public void Dispose() => _strength.Dispose();

    private Point2f Place(Point2f point, CanvasScale scale, Box anchor)
    {
        var x = anchor.X + ((point.X - _anchor.X) * anchor.Width / _anchor.Width);
        var y = anchor.Y + ((point.Y - _anchor.Y) * anchor.Height / _anchor.Height);
        return new Point2f((float)((x * scale.X) - 0.5), (float)((y * scale.Y) - 0.5));
    }

    private static Rect Enclosing(Point2f[] corners, Size canvas)
    {
        var left = (int)Math.Clamp(Math.Floor(corners.Min(c => c.X)), 0, canvas.Width);
        var top = (int)Math.Clamp(Math.Floor(corners.Min(c => c.Y)), 0, canvas.Height);
        var right = (int)Math.Clamp(Math.Ceiling(corners.Max(c => c.X)) + 1, 0, canvas.Width);
        var bottom = (int)Math.Clamp(Math.Ceiling(corners.Max(c => c.Y)) + 1, 0, canvas.Height);
        return new Rect(left, top, right - left, bottom - top);
    }
}
