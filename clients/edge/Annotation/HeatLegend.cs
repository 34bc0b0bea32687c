using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Says in the corner what heat stands for.</summary>
internal static class HeatLegend
{
    private const double TextSize = 0.42;

    /// <summary>Draws it; the rectangle is what it covers.</summary>
    public static Rect Draw(Mat canvas, Brush brush, IReadOnlyList<string> labels, Ink ink)
    {
        var text = $"evidence for {string.Join(", ", labels)}";
        var (bar, gap, height) = (brush.Pixels(40), brush.Pixels(6), brush.Pixels(18));
        var width = Math.Min(canvas.Width, bar + brush.Measure(text, TextSize).Width + (3 * gap));
        var strip = new Rect(canvas.Width - width, canvas.Height - height, width, height);
        brush.Veil(strip, Ink.Panel, 0.72);
        var place = new Rect(strip.X + gap, strip.Y + gap, bar, height - (2 * gap)) & new Rect(0, 0, canvas.Width, canvas.Height);
        using var ramp = Mat.FromPixelData(1, 256, MatType.CV_8UC1, Enumerable.Range(0, 256).Select(i => (byte)i).ToArray());
        using var strength = ramp.Resize(place.Size);
        using var part = new Mat(canvas, place);
        HeatColors.Blend(part, strength, 1);
        brush.Text(text, new Point(strip.X + bar + (2 * gap), canvas.Height - brush.Pixels(5)), ink.FaintText, TextSize);
        return strip;
    }
}
