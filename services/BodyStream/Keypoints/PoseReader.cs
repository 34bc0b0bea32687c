using EmotionGrpc.Streams.Samples;
using EmotionGrpc.V1;

namespace EmotionGrpc.BodyStream.Keypoints;

/// <summary>Reads the keypoints of a sample and refuses what a model must not see.</summary>
internal static class PoseReader
{
    public const int Joints = 17;
    public const int ValuesPerJoint = 3;

    // Far outside any picture, and small enough that squares stay finite.
    private const float MaximumCoordinate = 1e6f;
    private const long MaximumSeconds = 253_402_300_799; // End of the year 9999, as google.protobuf.Timestamp has it.
    private const long MinimumSeconds = -62_135_596_800;

    public static Pose Read(Sample sample) => new(ReadTime(sample), ReadKeypoints(sample));

    /// <summary>Whether numbers from outside are such as <see cref="Read"/> gives.</summary>
    public static bool IsPose(long ticks, ReadOnlySpan<float> values)
    {
        if (ticks is < MinimumSeconds * TimeSpan.TicksPerSecond or > MaximumSeconds * TimeSpan.TicksPerSecond)
            return false;
        for (var i = 0; i < values.Length; i += ValuesPerJoint)
        {
            if (!IsKeypoint(values[i], values[i + 1], values[i + 2]))
                return false;
        }

        return true;
    }

    public static long ReadTime(Sample sample)
    {
        var time = sample.CaptureTime
            ?? throw new InvalidSampleException("capture_time", "The sample has no capture time; movement cannot be told without it.");
        if (time.Seconds is < MinimumSeconds or > MaximumSeconds || time.Nanos is < 0 or > 999_999_999)
            throw new InvalidSampleException("capture_time", "The capture time is not a valid timestamp: years 1 to 9999, nanos 0 to 999999999.");
        return (time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanos / TimeSpan.NanosecondsPerTick);
    }

    private static float[] ReadKeypoints(Sample sample)
    {
        if (sample.Keypoints.Count != Joints)
            throw new InvalidSampleException("keypoints", $"The sample has {sample.Keypoints.Count} keypoints; send all {Joints} in the order of KeypointName, or none.");
        var values = new float[Joints * ValuesPerJoint];
        for (var joint = 0; joint < Joints; joint++)
        {
            var keypoint = sample.Keypoints[joint];
            if ((int)keypoint.Name != joint + 1)
                throw new InvalidSampleException($"keypoints[{joint}].name", $"The keypoint is {keypoint.Name}, not {(KeypointName)(joint + 1)}: the order is that of KeypointName.");
            if (!IsKeypoint(keypoint.X, keypoint.Y, keypoint.Score))
                throw new InvalidSampleException($"keypoints[{joint}]", "x and y must be numbers of pixels up to a million, score a number from 0 to 1.");
            values[joint * ValuesPerJoint] = keypoint.X;
            values[(joint * ValuesPerJoint) + 1] = keypoint.Y;
            values[(joint * ValuesPerJoint) + 2] = keypoint.Score;
        }

        return values;
    }

    private static bool IsKeypoint(float x, float y, float score) =>
        Math.Abs(x) <= MaximumCoordinate && Math.Abs(y) <= MaximumCoordinate && score is >= 0 and <= 1;
}
