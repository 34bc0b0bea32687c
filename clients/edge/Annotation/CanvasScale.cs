using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>From pixels of the frame that was sent to pixels of the canvas.</summary>
internal readonly record struct CanvasScale(double X, double Y)
{
    public OpenCvSharp.Point Map(float x, float y) => new((int)Math.Round(x * X), (int)Math.Round(y * Y));

    public Rect Map(Box? box) => box == null
        ? default
        : new Rect(Map(box.X, box.Y), new Size(Math.Max(1, (int)Math.Round(box.Width * X)), Math.Max(1, (int)Math.Round(box.Height * Y))));
}
