using EmotionGrpc.BodyStream.Keypoints.Saved;

namespace EmotionGrpc.BodyStream.Keypoints;

/// <summary>
/// Poses as small numbers: in fixed point, as differences from pose to pose, and without the joints that are not seen. Five seconds of a person take a few
/// kilobytes instead of thirty, and scores stay within 1e-3 of what they were.
/// </summary>
internal static class SavedPoses
{
    /// <summary>Steps of a pixel.</summary>
    public const float Pixel = 512;

    /// <summary>Steps of a score.</summary>
    public const float Score = 32768;

    /// <param name="poses">Oldest first.</param>
    /// <param name="threshold">Score from which on a joint is seen.</param>
    public static SavedWindow Write(IReadOnlyList<Pose> poses, float threshold)
    {
        var saved = new SavedWindow();
        // Up to ten thousand numbers: room that grows by doubling would be made three times over, every second of every session.
        saved.Ticks.Capacity = saved.Seen.Capacity = poses.Count;
        saved.Joints.Capacity = poses.Sum(p => SeenJoints(p, threshold)) * PoseReader.ValuesPerJoint;
        var last = new int[PoseReader.Joints * PoseReader.ValuesPerJoint];
        var lastTicks = 0L;
        foreach (var pose in poses)
        {
            saved.Ticks.Add(pose.Ticks - lastTicks);
            lastTicks = pose.Ticks;
            var seen = 0u;
            for (var joint = 0; joint < PoseReader.Joints; joint++)
            {
                var at = joint * PoseReader.ValuesPerJoint;
                if (!IsSeen(pose, joint, threshold))
                    continue;
                seen |= 1u << joint;
                Add(at, (int)MathF.Round(pose.Values[at] * Pixel));
                Add(at + 1, (int)MathF.Round(pose.Values[at + 1] * Pixel));
                Add(at + 2, Steps(pose.Values[at + 2], threshold));
            }

            saved.Seen.Add(seen);
        }

        return saved;

        void Add(int at, int value)
        {
            saved.Joints.Add(value - last[at]);
            last[at] = value;
        }
    }

    private static int SeenJoints(Pose pose, float threshold)
    {
        var seen = 0;
        for (var joint = 0; joint < PoseReader.Joints; joint++)
            seen += IsSeen(pose, joint, threshold) ? 1 : 0;
        return seen;
    }

    private static bool IsSeen(Pose pose, int joint, float threshold) => !(pose.Values[(joint * PoseReader.ValuesPerJoint) + 2] < threshold);

    /// <returns>Null when it is not what <see cref="Write"/> gives; it came from outside.</returns>
    public static IReadOnlyList<Pose>? Read(SavedWindow saved)
    {
        if (saved.Seen.Count != saved.Ticks.Count)
            return null;
        var poses = new List<Pose>(saved.Ticks.Count);
        var last = new int[PoseReader.Joints * PoseReader.ValuesPerJoint];
        var (ticks, next) = (0L, 0);
        for (var i = 0; i < saved.Ticks.Count; i++)
        {
            if (i > 0 && saved.Ticks[i] <= 0)
                return null;
            ticks = unchecked(ticks + saved.Ticks[i]);
            var values = new float[last.Length];
            for (var joint = 0; joint < PoseReader.Joints; joint++)
            {
                if ((saved.Seen[i] & (1u << joint)) == 0)
                    continue;
                if (next + PoseReader.ValuesPerJoint > saved.Joints.Count)
                    return null;
                var at = joint * PoseReader.ValuesPerJoint;
                values[at] = Take(at) / Pixel;
                values[at + 1] = Take(at + 1) / Pixel;
                values[at + 2] = Take(at + 2) / Score;
            }

            if (!PoseReader.IsPose(ticks, values))
                return null;
            poses.Add(new Pose(ticks, values));
        }

        return next == saved.Joints.Count ? poses : null;

        int Take(int at) => last[at] = unchecked(last[at] + saved.Joints[next++]);
    }

    /// <summary>The nearest step that is seen as well.</summary>
    private static int Steps(float score, float threshold)
    {
        var steps = (int)MathF.Round(score * Score);
        return steps / Score < threshold ? steps + 1 : steps;
    }
}
