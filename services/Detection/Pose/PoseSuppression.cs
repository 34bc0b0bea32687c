namespace EmotionGrpc.Detection.Pose;

/// <summary>Drops poses that are a second look at a person already found.</summary>
internal static class PoseSuppression
{
    /// <summary>Keeps the best of each person.</summary>
    /// <param name="poses">Best first.</param>
    /// <param name="similarity">From which keypoint similarity two poses are one person.</param>
    public static List<BodyPose> Apply(List<BodyPose> poses, float similarity)
    {
        if (poses.Count < 2)
            return poses;
        var kept = new List<BodyPose>(poses.Count);
        foreach (var pose in poses)
        {
            if (!AnySamePerson(kept, pose, similarity))
                kept.Add(pose);
        }

        return kept;
    }

    private static bool AnySamePerson(List<BodyPose> kept, BodyPose pose, float similarity)
    {
        foreach (var better in kept)
        {
            if (SamePerson(better, pose, similarity))
                return true;
        }

        return false;
    }

    private static bool SamePerson(BodyPose better, BodyPose worse, float similarity)
    {
        // Two people who embrace share a box, but not their keypoints.
        return KeypointSimilarity.Compute(better.Joints, worse.Joints, Math.Max(better.Box.Area, worse.Box.Area)) is { } alike
            ? alike >= similarity
            : better.Box.Iou(worse.Box) >= 0.6f;
    }
}
