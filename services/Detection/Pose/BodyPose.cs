using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Pose;

/// <summary>One person as the pose model sees them, in pixels of the frame.</summary>
/// <param name="Box">The person.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Joints">17 keypoints in COCO's order.</param>
internal sealed record BodyPose(BoundingBox Box, float Score, Joint[] Joints)
{
    public int VisibleJoints
    {
        get
        {
            var visible = 0;
            foreach (var joint in Joints)
                visible += joint.Visible ? 1 : 0;
            return visible;
        }
    }

    public BodyPose Move(float dx, float dy) => this with { Box = Box.Move(dx, dy), Joints = Joint.Move(Joints, dx, dy) };
}
