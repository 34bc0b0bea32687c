using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Faces;

/// <summary>A face in pixels of the frame.</summary>
/// <param name="Box">Brow to chin; square, upright.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Landmarks">Right eye, left eye, nose, mouth, right ear, left ear.</param>
internal sealed record DetectedFace(BoundingBox Box, float Score, PixelPoint[] Landmarks)
{
    public const int LandmarkCount = 6;

    /// <summary>Share of the side from which the distance of the eyes gives their direction alone; seen from the front it is about 0.43.</summary>
    private const float FullEyeDistance = 0.3f;

    public PixelPoint RightEye => Landmarks[0];

    public PixelPoint LeftEye => Landmarks[1];

    public PixelPoint Mouth => Landmarks[3];

    /// <summary>
    /// Radians by which the face is turned in the frame: the direction from the right to the left eye. In a profile the eyes nearly meet and their
    /// direction is chance; as far as they do, the direction from eyes to mouth, a quarter turn further, takes over.
    /// </summary>
    public float Roll
    {
        get
        {
            var (eyesX, eyesY) = (LeftEye.X - RightEye.X, LeftEye.Y - RightEye.Y);
            var downX = Mouth.X - ((LeftEye.X + RightEye.X) / 2);
            var downY = Mouth.Y - ((LeftEye.Y + RightEye.Y) / 2);
            var missing = Math.Max(0, (FullEyeDistance * Side) - MathF.Sqrt((eyesX * eyesX) + (eyesY * eyesY)));
            var share = missing / Math.Max(1e-3f, MathF.Sqrt((downX * downX) + (downY * downY)));
            return MathF.Atan2(eyesY - (share * downX), eyesX + (share * downY));
        }
    }

    public float Side => Math.Max(Box.Width, Box.Height);

    public DetectedFace Move(float dx, float dy) =>
        this with { Box = Box.Move(dx, dy), Landmarks = Array.ConvertAll(Landmarks, p => new PixelPoint(p.X + dx, p.Y + dy)) };
}
