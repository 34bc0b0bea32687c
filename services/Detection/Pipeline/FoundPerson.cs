using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Pipeline;

/// <summary>One person of a frame, before it has a track. At least one of pose and face is there.</summary>
internal sealed record FoundPerson(BodyPose? Pose, DetectedFace? Face, Mask? Mask)
{
    public BoundingBox Box => Pose?.Box ?? Face!.Box;

    public float Score => Pose?.Score ?? Face!.Score;
}
