using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Pose;

/// <summary>A keypoint in pixels of the frame.</summary>
internal readonly record struct Joint(float X, float Y, float Score)
{
    /// <summary>Score from which a keypoint of the pose model counts as seen: MoveNet's multipose scores run low.</summary>
    public const float VisibleFrom = 0.2f;

    public bool Visible => Score >= VisibleFrom;

    public PixelPoint Point => new(X, Y);

    /// <summary>The same joints elsewhere.</summary>
    public static Joint[] Move(Joint[] joints, float dx, float dy)
    {
        var moved = new Joint[joints.Length];
        for (var i = 0; i < moved.Length; i++)
            moved[i] = joints[i] with { X = joints[i].X + dx, Y = joints[i].Y + dy };
        return moved;
    }
}
