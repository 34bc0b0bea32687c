using System.Numerics.Tensors;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pose;

namespace EmotionGrpc.Detection.Faces;

/// <summary>Where a pose says that the face is.</summary>
/// <param name="Center">Middle of the face in pixels of the frame.</param>
/// <param name="Side">Side of the face box to expect, in pixels.</param>
/// <param name="Angle">Radians by which the line of the eyes is turned.</param>
/// <param name="FromBehind">Whether the head is seen from behind: no face can be there.</param>
internal readonly record struct HeadEstimate(PixelPoint Center, float Side, float Angle, bool FromBehind)
{
    // Lengths of a head in sides of a BlazeFace box, taken from frontal faces; a turned head shortens them, so the largest estimate wins.
    private const float SidePerEyes = 2.3f;
    private const float SidePerEars = 1.15f;
    private const float SidePerShoulders = 0.4f;
    private const float SidePerNoseToEar = 1.9f;

    public BoundingBox Box => BoundingBox.FromCenter(Center.X, Center.Y, Side, Side);

    /// <summary>Reads the head off a pose; null when neither head nor shoulders are visible.</summary>
    public static HeadEstimate? From(BodyPose pose)
    {
        var joints = pose.Joints;
        var (nose, leftEye, rightEye) = (joints[JointIndex.Nose], joints[JointIndex.LeftEye], joints[JointIndex.RightEye]);
        var (leftEar, rightEar) = (joints[JointIndex.LeftEar], joints[JointIndex.RightEar]);
        var (leftShoulder, rightShoulder) = (joints[JointIndex.LeftShoulder], joints[JointIndex.RightShoulder]);
        var shoulders = leftShoulder.Visible && rightShoulder.Visible;
        var (middle, inFace) = Middle([nose, leftEye, rightEye]);
        if (inFace == 0)
            (middle, _) = Middle([leftEar, rightEar]);
        if (middle is null && !shoulders)
            return null;

        ReadOnlySpan<float> sides =
        [
            Span(leftEye, rightEye) * SidePerEyes,
            Span(leftEar, rightEar) * SidePerEars,
            Span(nose, leftEar) * SidePerNoseToEar,
            Span(nose, rightEar) * SidePerNoseToEar,
            Span(leftShoulder, rightShoulder) * SidePerShoulders,
        ];
        var side = TensorPrimitives.Max(sides);
        if (side <= 0)
            side = Math.Max(pose.Box.Width, pose.Box.Height) / 8;
        var center = middle ?? new PixelPoint((leftShoulder.X + rightShoulder.X) / 2, ((leftShoulder.Y + rightShoulder.Y) / 2) - side);

        // From behind, the person's left shoulder is on the left of the picture and the points of the face are guesses.
        var behind = shoulders
            && rightShoulder.X - leftShoulder.X > side / 2
            && !(inFace == 3 && leftEye.X > rightEye.X);
        return new HeadEstimate(center, Math.Max(side, 4), Roll(leftEye, rightEye, leftEar, rightEar), behind);
    }

    /// <summary>The middle of the joints that are visible, and how many they are.</summary>
    private static (PixelPoint? Middle, int Visible) Middle(ReadOnlySpan<Joint> joints)
    {
        var (x, y, visible) = (0d, 0d, 0);
        foreach (var joint in joints)
        {
            if (joint.Visible)
                (x, y, visible) = (x + joint.X, y + joint.Y, visible + 1);
        }

        return (visible > 0 ? new PixelPoint((float)(x / visible), (float)(y / visible)) : null, visible);
    }

    private static float Span(Joint a, Joint b) => a.Visible && b.Visible ? a.Point.DistanceTo(b.Point) : 0;

    private static float Roll(Joint leftEye, Joint rightEye, Joint leftEar, Joint rightEar)
    {
        var (left, right) = leftEye.Visible && rightEye.Visible ? (leftEye, rightEye) : (leftEar, rightEar);
        return left.Visible && right.Visible && left.Point != right.Point ? MathF.Atan2(left.Y - right.Y, left.X - right.X) : 0;
    }
}
