using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Geometry;

/// <summary>An upright rectangle in pixels of the frame.</summary>
internal readonly record struct BoundingBox(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    public float Bottom => Y + Height;

    public float CenterX => X + (Width / 2);

    public float CenterY => Y + (Height / 2);

    public float Area => Math.Max(0, Width) * Math.Max(0, Height);

    /// <summary>Left top, right top, right bottom, left bottom.</summary>
    public PixelPoint[] Corners => [new(X, Y), new(Right, Y), new(Right, Bottom), new(X, Bottom)];

    public static BoundingBox From(Box message) => new(message.X, message.Y, message.Width, message.Height);

    public static BoundingBox FromCenter(float x, float y, float width, float height) => new(x - (width / 2), y - (height / 2), width, height);

    public static BoundingBox FromEdges(float left, float top, float right, float bottom) => new(left, top, right - left, bottom - top);

    public BoundingBox Intersect(BoundingBox other)
    {
        var (left, top) = (Math.Max(X, other.X), Math.Max(Y, other.Y));
        return new(left, top, Math.Max(0, Math.Min(Right, other.Right) - left), Math.Max(0, Math.Min(Bottom, other.Bottom) - top));
    }

    /// <summary>Intersection over union, 0 to 1.</summary>
    public float Iou(BoundingBox other)
    {
        var shared = Intersect(other).Area;
        var union = Area + other.Area - shared;
        return union > 0 ? shared / union : 0;
    }

    /// <summary>Grows around the centre: each side becomes 1 + margin times as long.</summary>
    public BoundingBox Grow(float margin) => FromCenter(CenterX, CenterY, Width * (1 + margin), Height * (1 + margin));

    public BoundingBox Move(float dx, float dy) => this with { X = X + dx, Y = Y + dy };

    public bool Contains(float x, float y) => x >= X && x <= Right && y >= Y && y <= Bottom;

    public Box ToMessage() => new() { X = X, Y = Y, Width = Width, Height = Height };
}
