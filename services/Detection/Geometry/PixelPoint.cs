using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Geometry;

/// <summary>A point in pixels of the frame.</summary>
internal readonly record struct PixelPoint(float X, float Y)
{
    public float DistanceTo(PixelPoint other) => MathF.Sqrt(((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y)));

    public Point ToMessage() => new() { X = X, Y = Y };
}
