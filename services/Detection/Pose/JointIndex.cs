namespace EmotionGrpc.Detection.Pose;

/// <summary>Places of the COCO keypoints in a pose; left and right are the person's own.</summary>
internal static class JointIndex
{
    public const int Nose = 0;
    public const int LeftEye = 1;
    public const int RightEye = 2;
    public const int LeftEar = 3;
    public const int RightEar = 4;
    public const int LeftShoulder = 5;
    public const int RightShoulder = 6;
    public const int Count = 17;
}
