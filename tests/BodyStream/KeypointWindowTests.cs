using EmotionGrpc.BodyStream.Keypoints;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Streams.Samples;

namespace EmotionGrpc.BodyStream.Tests;

/// <summary>Resampling onto a grid of 5 frames, 10 a second.</summary>
public sealed class KeypointWindowTests
{
    private const int Frames = 5;
    private const int Row = PoseReader.Joints * PoseReader.ValuesPerJoint;

    [Fact]
    public void Resample_SamplesOnTheGrid_AreTakenAsTheyAre()
    {
        var (values, filled) = Resample((0.0, 10, 0.5f), (0.1, 20, 0.6f), (0.2, 30, 0.7f));

        Assert.Equal(3, filled);
        Assert.Equal([0, 0, 10, 20, 30], X(values));
        Assert.Equal([0, 0, 0.5f, 0.6f, 0.7f], Scores(values));
    }

    [Fact]
    public void Resample_SamplesBetween_AreInterpolatedWithTheLesserScore()
    {
        var (values, filled) = Resample((0, 10, 0.9f), (0.25, 60, 0.5f));

        // The grid lies at -0.15, -0.05, 0.05, 0.15 and 0.25 s.
        Assert.Equal(3, filled);
        Assert.Equal(20, X(values)[2], 0.001f);
        Assert.Equal(40, X(values)[3], 0.001f);
        Assert.Equal(60, X(values)[4]);
        Assert.Equal([0, 0, 0.5f, 0.5f, 0.5f], Scores(values));
    }

    [Fact]
    public void Resample_NeighbourUnseen_IsZero()
    {
        var (values, filled) = Resample((0.05, 10, 0.19f), (0.25, 30, 0.5f));

        Assert.Equal(1, filled);
        Assert.Equal([0, 0, 0, 0, 30], X(values));
    }

    [Theory]
    [InlineData(0.5, 5)]
    [InlineData(0.51, 1)]
    public void Resample_Gap_IsBridgedUpToHalfASecond(double gap, int expected)
    {
        var (_, filled) = Resample((0, 10, 0.5f), (gap, 60, 0.5f));

        Assert.Equal(expected, filled);
    }

    [Fact]
    public void Resample_TimesRoundedToMilliseconds_MeetTheGrid()
    {
        var (values, filled) = Resample((0.0004, 10, 0.5f), (0.0996, 20, 0.1f), (0.2, 30, 0.7f));

        // The first is not lost with its unseen neighbour.
        Assert.Equal(2, filled);
        Assert.Equal([0, 0, 10, 0, 30], X(values));
    }

    [Fact]
    public void Add_SameTime_ReplacesThePose()
    {
        var (values, filled) = Resample((0.1, 10, 0.5f), (0.1, 20, 0.5f));

        Assert.Equal(1, filled);
        Assert.Equal(20, X(values)[4]);
    }

    [Fact]
    public void Add_TimeGoesBack_IsRefused()
    {
        var window = new KeypointWindow(Grid());
        window.Add(Pose(1, 10, 0.5f));

        var fault = Assert.Throws<InvalidSampleException>(() => window.Add(Pose(0.9, 10, 0.5f)));

        Assert.Equal("capture_time", fault.Field);
        Assert.Contains("0.100 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_EndlessStream_KeepsTheWindowOnly()
    {
        var window = new KeypointWindow(Grid());

        for (var i = 0; i < 5000; i++)
            window.Add(Pose(i / 25.0, 1, 0.5f));
        var slow = window.Count;
        for (var i = 0; i < 5000; i++)
            window.Add(Pose(200 + (i / 100_000.0), 1, 0.5f));

        // 0.4 s of window and 0.5 s of reach at 25 samples a second; then a source that is far too fast.
        Assert.InRange(slow, 22, 24);
        Assert.Equal(1024, window.Count);
    }

    private static (float[] Values, int Filled) Resample(params (double Seconds, float X, float Score)[] samples)
    {
        var window = new KeypointWindow(Grid());
        foreach (var (seconds, x, score) in samples)
            window.Add(Pose(seconds, x, score));
        var values = new float[Frames * Row];
        return (values, window.Resample(values));
    }

    private static Pose Pose(double seconds, float x, float score)
    {
        var values = new float[Row];
        (values[0], values[1], values[2]) = (x, 2 * x, score);
        return new Pose((long)Math.Round(seconds * TimeSpan.TicksPerSecond), values);
    }

    private static float[] X(float[] values) => [.. Enumerable.Range(0, Frames).Select(f => values[f * Row])];

    private static float[] Scores(float[] values) => [.. Enumerable.Range(0, Frames).Select(f => values[(f * Row) + 2])];

    private static TimeGrid Grid() => new(
        new ModelManifest
        {
            Name = "grid",
            Version = "1",
            Task = "body-emotion",
            File = "model.onnx",
            Sha256 = "",
            License = "MIT",
            Input = new ModelInput { Kind = ModelInputKind.Keypoints, ClipFrames = Frames, FramesPerSecond = 10, MinimumFrames = 2 },
        },
        new BodyStreamOptions());
}
