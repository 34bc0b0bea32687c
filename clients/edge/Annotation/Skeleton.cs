using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Which COCO keypoints are joined by a bone.</summary>
internal static class Skeleton
{
    /// <summary>From this score on a keypoint is drawn.</summary>
    public const float VisibleScore = 0.2f;

    public static readonly (KeypointName From, KeypointName To)[] Bones =
    [
        (KeypointName.LeftShoulder, KeypointName.RightShoulder),
        (KeypointName.LeftShoulder, KeypointName.LeftElbow),
        (KeypointName.LeftElbow, KeypointName.LeftWrist),
        (KeypointName.RightShoulder, KeypointName.RightElbow),
        (KeypointName.RightElbow, KeypointName.RightWrist),
        (KeypointName.LeftShoulder, KeypointName.LeftHip),
        (KeypointName.RightShoulder, KeypointName.RightHip),
        (KeypointName.LeftHip, KeypointName.RightHip),
        (KeypointName.LeftHip, KeypointName.LeftKnee),
        (KeypointName.LeftKnee, KeypointName.LeftAnkle),
        (KeypointName.RightHip, KeypointName.RightKnee),
        (KeypointName.RightKnee, KeypointName.RightAnkle),
    ];
}
