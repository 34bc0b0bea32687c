using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Pose;

/// <summary>A keypoint in pixels of the frame.</summary>
internal readonly record struct Joint(float X, float Y, float Score)
{
    /// <summary>Score from which a keypoint of the pose model counts as seen: MoveNet's multipose scores run low.</summary>
    public const float VisibleFrom = 0.2f;

    public bool Visible => Score >= VisibleFrom;

    public PixelPoint Point => new(X, Y);
}
