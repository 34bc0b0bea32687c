using EmotionGrpc.Client;
using EmotionGrpc.Edge.Annotation;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Tests.Annotation;

public sealed class HeatLayerTests : IDisposable
{
    // Frames of 400x300 on a canvas of 800x600.
    private static readonly CanvasScale s_scale = new(2, 2);
    private static readonly (float X, float Y)[] s_turned = [(200, 60), (280, 120), (220, 200), (140, 140)];

    private readonly HeatLayer _heats = new(TimeSpan.FromSeconds(1));

    [Fact]
    public void Draw_TurnedRegion_FillsItsQuadAndNothingElse()
    {
        Take(0, s_turned, 3, [.. Enumerable.Repeat(4f, 9)]);

        using var changed = Changed(0);

        // One pixel more for the smooth edge.
        using var outer = Quad(s_turned);
        Cv2.Dilate(outer, outer, null, iterations: 2);
        using var inner = Quad(s_turned);
        Cv2.Erode(inner, inner, null, iterations: 2);
        Assert.Equal(0, Count(changed & ~outer));
        Assert.Equal(0, Count(inner & ~changed));
    }

    [Fact]
    public void Draw_TurnedRegion_PutsTheMapsFirstValueAtTheFirstCorner()
    {
        // Evidence in the crop's left top only: at the region's first corner, the upmost in the frame.
        Take(0, s_turned, 3, 4, -4, -4, -4, -4, -4, -4, -4, -4);

        using var changed = Changed(0);

        // The quarter of the region at that corner; evidence ends where the cells beside it have their middle.
        using var quarter = Quad([(200, 60), (240, 90), (210, 130), (170, 100)]);
        Cv2.Dilate(quarter, quarter, null, iterations: 2);
        Assert.True(Count(changed) > 500);
        Assert.Equal(0, Count(changed & ~quarter));
    }

    [Fact]
    public void Draw_EvidenceAgainstTheLabel_LeavesThePictureAlone()
    {
        Take(0, s_turned, 2, -1, -9, -0.1f, 0);

        using var changed = Changed(0);

        Assert.Equal(0, Count(changed));
    }

    [Fact]
    public void Draw_FrameNotScored_MovesAndGrowsWithTheFace()
    {
        var result = ScriptedResults.FrameResult(60, 400, 300);
        var face = result.Persons[0].Face.Box;
        Take(0, ScriptedResults.WithHeat(result, StreamKind.Face, face, 1, 5));
        var later = ScriptedResults.FrameResult(2, 400, 300);
        later.Persons[0].Face.Box = new Box { X = 20, Y = 30, Width = 2 * face.Width, Height = 1.5f * face.Height };
        Take(0.1, later);

        using var changed = Changed(0.1, later);

        AssertCovers(2 * 20, 2 * 30, 4 * face.Width, 3 * face.Height, changed);
    }

    [Fact]
    public void Draw_Body_MovesWithThePersonNotWithTheFace()
    {
        var result = ScriptedResults.FrameResult(40, 400, 300);
        var box = result.Persons[0].Box;
        Take(0, ScriptedResults.WithHeat(result, StreamKind.Body, box, 1, 5));
        var later = ScriptedResults.FrameResult(41, 400, 300);
        later.Persons[0].Face = null;
        later.Persons[0].Box.X -= 50;

        using var changed = Changed(0.1, later);

        AssertCovers(2 * (box.X - 50), 2 * box.Y, 2 * box.Width, 2 * box.Height, changed);
    }

    [Fact]
    public void Draw_WindowOver_FadesAndGoes()
    {
        Take(0, s_turned, 1, 5);

        var strengths = new[] { 0, 0.9, 1.25, 1.6 }.Select(Strength).ToArray();

        Assert.True(strengths[0] > 20);
        Assert.Equal(strengths[0], strengths[1], 6);
        Assert.InRange(strengths[2], 0.3 * strengths[0], 0.7 * strengths[0]);
        Assert.Equal(0, strengths[3]);
    }

    [Fact]
    public void Draw_WeakEvidence_IsFainterThanStrong()
    {
        Take(0, s_turned, 1, 0.2f);
        var weak = Strength(0);
        Take(0.1, s_turned, 1, 5);

        Assert.InRange(weak, 0.01 * Strength(0.1), 0.5 * Strength(0.1));
    }

    [Fact]
    public void Draw_NextSegment_TakesThePlaceOfTheOneBefore()
    {
        Take(0, s_turned, 1, 5);
        Take(0.2, [(10, 10), (30, 10), (30, 30), (10, 30)], 1, 5);

        using var changed = Changed(0.2);

        AssertCovers(20, 20, 40, 40, changed);
    }

    [Fact]
    public void Draw_AnotherSession_ForgetsTracksOfTheOneBefore()
    {
        Take(0, s_turned, 1, 5);

        _heats.Take(new ResultAnswer(ScriptedResults.FrameResult(60, 400, 300), "another", TimeSpan.Zero), TimeSpan.FromSeconds(0.1));

        Assert.Equal(0, Strength(0.1));
    }

    [Fact]
    public void Draw_Evidence_NamesTheLabelOnce()
    {
        var result = ScriptedResults.FrameResult(60, 400, 300);
        ScriptedResults.WithHeat(result, StreamKind.Face, s_turned, 1, 5);
        Take(0, ScriptedResults.WithHeat(result, StreamKind.Body, s_turned, 1, 5));
        using var canvas = Blank();

        Assert.Equal(["happiness"], _heats.Draw(canvas, result, s_scale, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(2u, 4, 3)] // Three values for four places.
    [InlineData(2u, 3, 4)] // Three corners.
    [InlineData(0u, 4, 4)]
    public void Take_HeatmapNotAsTheContractSays_DrawsNothing(uint width, int corners, int values)
    {
        var result = ScriptedResults.FrameResult(60, 400, 300);
        var heatmap = new Heatmap { Width = width, Height = 2, Values = { Enumerable.Repeat(5f, values) } };
        heatmap.Region.AddRange(s_turned.Take(corners).Select(p => new V1.Point { X = p.X, Y = p.Y }));
        result.Persons[0].Emotion.Streams[0].Heatmap = heatmap;

        Take(0, result);

        Assert.Equal(0, Strength(0));
    }

    [Fact]
    public void Draw_RegionBeyondTheFrame_DrawsTheVisiblePart()
    {
        Take(0, [(-50, -50), (50, -50), (50, 50), (-50, 50)], 1, 5);

        using var changed = Changed(0);

        AssertCovers(0, 0, 100, 100, changed);
    }

    public void Dispose() => _heats.Dispose();

    private void Take(double seconds, (float X, float Y)[] region, uint width, params float[] values) =>
        Take(seconds, ScriptedResults.WithHeat(ScriptedResults.FrameResult(60, 400, 300), StreamKind.Face, region, width, values));

    private void Take(double seconds, FrameResult result) => _heats.Take(new ResultAnswer(result, "one", TimeSpan.Zero), TimeSpan.FromSeconds(seconds));

    /// <summary>White where the heat at a time changes a gray picture.</summary>
    private Mat Changed(double seconds, FrameResult? result = null)
    {
        using var canvas = Blank();
        using var before = canvas.Clone();
        _heats.Draw(canvas, result ?? ScriptedResults.FrameResult(61, 400, 300), s_scale, TimeSpan.FromSeconds(seconds));
        Cv2.Absdiff(canvas, before, canvas);
        using var largest = new Mat();
        Cv2.Split(canvas, out var channels);
        Cv2.Max(channels[0], channels[1], largest);
        Cv2.Max(largest, channels[2], largest);
        foreach (var channel in channels)
            channel.Dispose();
        return largest.Threshold(2, 255, ThresholdTypes.Binary);
    }

    /// <summary>Mean change of a picture within the turned region's middle.</summary>
    private double Strength(double seconds)
    {
        using var canvas = Blank();
        using var before = canvas.Clone();
        _heats.Draw(canvas, ScriptedResults.FrameResult(61, 400, 300), s_scale, TimeSpan.FromSeconds(seconds));
        Cv2.Absdiff(canvas, before, canvas);
        var mean = Cv2.Mean(canvas[new Rect(400, 240, 40, 40)]);
        return (mean.Val0 + mean.Val1 + mean.Val2) / 3;
    }

    private static void AssertCovers(double x, double y, double width, double height, Mat changed)
    {
        var heat = Cv2.BoundingRect(changed);
        foreach (var (expected, actual) in new[] { (x, heat.X), (y, heat.Y), (width, heat.Width), (height, heat.Height) })
            Assert.Equal(expected, actual, 2.0);
    }

    private static Mat Blank() => new(600, 800, MatType.CV_8UC3, Scalar.All(90));

    private static Mat Quad((float X, float Y)[] region)
    {
        var quad = new Mat(600, 800, MatType.CV_8UC1, Scalar.Black);
        Cv2.FillConvexPoly(quad, region.Select(p => new OpenCvSharp.Point(2 * p.X, 2 * p.Y)), Scalar.White);
        return quad;
    }

    private static int Count(MatExpr mask) => Cv2.CountNonZero(mask.ToMat());

    private static int Count(Mat mask) => Cv2.CountNonZero(mask);
}
