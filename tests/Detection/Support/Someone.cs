using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Pose;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>People for the tracker, upright and facing the camera.</summary>
internal static class Someone
{
    // COCO's order; shares of the box.
    private static readonly (float X, float Y)[] s_standing =
    [
        (0.50f, 0.08f), (0.55f, 0.06f), (0.45f, 0.06f), (0.60f, 0.07f), (0.40f, 0.07f), (0.75f, 0.20f), (0.25f, 0.20f), (0.85f, 0.35f), (0.15f, 0.35f),
        (0.90f, 0.50f), (0.10f, 0.50f), (0.65f, 0.52f), (0.35f, 0.52f), (0.65f, 0.75f), (0.35f, 0.75f), (0.65f, 0.97f), (0.35f, 0.97f),
    ];

    public static FoundPerson At(float x, float y = 200, float score = 0.5f, float height = 200, bool face = false)
    {
        var box = BoundingBox.FromCenter(x, y, height * 0.4f, height);
        var joints = s_standing.Select(p => new Joint(box.X + (p.X * box.Width), box.Y + (p.Y * box.Height), 0.6f)).ToArray();
        return new FoundPerson(new BodyPose(box, score, joints), face ? Face(joints[0].X, joints[0].Y, height / 8) : null, null);
    }

    public static FoundPerson FaceOnly(float x, float y, float side) => new(null, Face(x, y, side), null);

    public static DetectedFace Face(float x, float y, float side, float roll = 0)
    {
        var (sin, cos) = MathF.SinCos(roll);
        PixelPoint Turned(float dx, float dy) => new(x + (side * ((dx * cos) - (dy * sin))), y + (side * ((dx * sin) + (dy * cos))));
        return new DetectedFace(
            BoundingBox.FromCenter(x, y, side, side),
            0.9f,
            [Turned(-0.2f, -0.2f), Turned(0.2f, -0.2f), Turned(0, 0), Turned(0, 0.25f), Turned(-0.45f, -0.1f), Turned(0.45f, -0.1f)]);
    }
}
