using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Pose;

/// <summary>
/// Reads the output of MoveNet multipose: 6 rows of 56 values, 17 x (y, x, score), then ymin, xmin, ymax, xmax, score, relative to the input.
/// </summary>
internal static class PoseDecoder
{
    public const int Rows = 6;
    public const int RowLength = (3 * JointIndex.Count) + 5;

    /// <summary>Poses of at least a score, best first, in pixels of the frame.</summary>
    public static List<BodyPose> Decode(ReadOnlySpan<float> output, Letterbox letterbox, int inputWidth, int inputHeight, float threshold)
    {
        var poses = new List<BodyPose>(Rows);
        for (var row = 0; row < Rows; row++)
        {
            var values = output.Slice(row * RowLength, RowLength);
            var score = values[^1];
            if (!(score >= threshold))
                continue;
            var joints = new Joint[JointIndex.Count];
            for (var j = 0; j < joints.Length; j++)
            {
                var point = letterbox.ToFrame(values[(3 * j) + 1] * inputWidth, values[3 * j] * inputHeight);
                joints[j] = new Joint(point.X, point.Y, Math.Clamp(values[(3 * j) + 2], 0, 1));
            }

            var box = values.Slice(3 * JointIndex.Count, 4);
            var first = letterbox.ToFrame(box[1] * inputWidth, box[0] * inputHeight);
            var last = letterbox.ToFrame(box[3] * inputWidth, box[2] * inputHeight);
            poses.Add(new BodyPose(BoundingBox.FromEdges(first.X, first.Y, last.X, last.Y), Math.Min(score, 1), joints));
        }

        poses.Sort((a, b) => b.Score.CompareTo(a.Score));
        return poses;
    }
}
