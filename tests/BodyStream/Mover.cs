using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.BodyStream.Tests;

/// <summary>Samples of a person who moves; everything follows from the arguments.</summary>
internal static class Mover
{
    // A standing person, torso 100 pixels, in the order of KeypointName.
    private static readonly (float X, float Y)[] s_standing =
    [
        (0, -130), (6, -136), (-6, -136), (14, -132), (-14, -132), (36, -100), (-36, -100), (46, -45), (-46, -45), (50, 0), (-50, 0),
        (22, 0), (-22, 0), (24, 80), (-24, 80), (25, 160), (-25, 160),
    ];

    /// <summary>One moment.</summary>
    public static Sample At(double seconds, uint track = 1, double speed = 1, ulong sequence = 1)
    {
        var sample = new Sample { TrackId = track, Sequence = sequence, CaptureTime = Time(seconds) };
        for (var joint = 0; joint < s_standing.Length; joint++)
        {
            sample.Keypoints.Add(new Keypoint
            {
                Name = (KeypointName)(joint + 1),
                X = (float)(320 + s_standing[joint].X + (25 * Math.Sin((3 * speed * seconds) + joint))),
                Y = (float)(300 + s_standing[joint].Y + (15 * Math.Cos((5 * speed * seconds) + (2 * joint)))),
                Score = 0.8f,
            });
        }

        return sample;
    }

    /// <summary>Samples at an even rate from 0 s.</summary>
    public static List<Sample> Over(double seconds, double rate, uint track = 1, double speed = 1) =>
        [.. Enumerable.Range(0, (int)(seconds * rate) + 1).Select(i => At(i / rate, track, speed, (ulong)i + 1))];

    /// <summary>As a camera and a pose model really deliver: uneven times, keypoints that come and go, a frame without the person, a gap.</summary>
    public static List<Sample> Uneven(double seconds, int seed)
    {
        var random = new Random(seed);
        var samples = new List<Sample>();
        for (var t = 0.0; t < seconds; t += 0.02 + (0.04 * random.NextDouble()))
        {
            if (t is > 3 and < 3.7)
                continue;
            var sample = At(t, sequence: (ulong)samples.Count + 1);
            foreach (var keypoint in sample.Keypoints)
                keypoint.Score = random.NextDouble() < 0.05 ? 0.1f : (float)(0.3 + (0.6 * random.NextDouble()));
            if (random.NextDouble() < 0.05)
                sample.Keypoints.Clear();
            samples.Add(sample);
        }

        return samples;
    }

    public static Timestamp Time(double seconds) => Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddDays(20_000).AddTicks((long)(seconds * TimeSpan.TicksPerSecond)));
}
