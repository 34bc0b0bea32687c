using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Faces;

/// <summary>A face in pixels of the frame.</summary>
/// <param name="Box">Brow to chin; square, upright.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Landmarks">Right eye, left eye, nose, mouth, right ear, left ear.</param>
internal sealed record DetectedFace(BoundingBox Box, float Score, PixelPoint[] Landmarks)
{
    public const int LandmarkCount = 6;

    public PixelPoint RightEye => Landmarks[0];

    public PixelPoint LeftEye => Landmarks[1];

    /// <summary>Radians by which the line of the eyes is turned in the frame.</summary>
    public float Roll => MathF.Atan2(LeftEye.Y - RightEye.Y, LeftEye.X - RightEye.X);

    public float Side => Math.Max(Box.Width, Box.Height);
}
