using EmotionGrpc.Client;
using EmotionGrpc.Edge.Annotation;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Tests.Annotation;

public sealed class FrameAnnotatorTests
{
    // The scripted person of a 400x300 frame on a canvas of 640x480: box 160,96 320x360; face 256,120 128x144; shoulders 416,336 and 224,336.
    private static readonly FrameResult Result = ScriptedResults.FrameResult(100, 400, 300);

    [Fact]
    public void Draw_Person_HasCornersFaceBonesAndTagAtTheirPlaces()
    {
        using var canvas = Blank();

        new FrameAnnotator().Draw(canvas, Result, TimeSpan.FromSeconds(1), null);

        var track = TrackColors.Of(1);
        Assert.True(Has(canvas, new Rect(158, 94, 8, 8), track), "corner of the person's box");
        Assert.True(Has(canvas, new Rect(474, 450, 8, 8), track), "opposite corner");
        Assert.True(Has(canvas, new Rect(254, 190, 5, 5), Scalar.All(245)), "left edge of the face's box");
        Assert.True(Has(canvas, new Rect(300, 333, 40, 7), track), "the bone between the shoulders");
        Assert.True(Share(canvas, new Rect(162, 80, 60, 14), track) > 0.4, "the tag above the box");
        Assert.True(Has(canvas, new Rect(220, 332, 9, 9), Scalar.All(245)), "the right shoulder");
    }

    [Fact]
    public void Draw_Person_PanelShowsTheLikeliestEmotionInItsColourAndHidesNoFace()
    {
        using var canvas = Blank();

        new FrameAnnotator().Draw(canvas, Result, TimeSpan.Zero, null);

        using var happiness = Mask(canvas, new Scalar(0x29, 0xb4, 0xf0), 4);
        var bar = Cv2.BoundingRect(happiness);
        Assert.InRange(bar.Width, 10, 50);
        Assert.InRange(bar.Height, 6, 10);
        using var face = new Mat(canvas, new Rect(262, 126, 116, 132));
        Assert.True(Share(face, new Rect(0, 0, 116, 132), Scalar.All(90)) > 0.95, "the face is not covered");
    }

    [Fact]
    public void Draw_Evidence_LiesUnderTheSkeletonAndIsExplainedInTheCorner()
    {
        using var heats = new HeatLayer(TimeSpan.FromSeconds(1));
        var result = ScriptedResults.FrameResult(100, 400, 300);
        heats.Take(new ResultAnswer(ScriptedResults.WithHeat(result, StreamKind.Body, result.Persons[0].Box, 1, 5), "s", TimeSpan.Zero), TimeSpan.Zero);
        using var plain = Blank();
        using var explained = Blank();

        new FrameAnnotator().Draw(plain, result, TimeSpan.Zero, null);
        new FrameAnnotator(heats).Draw(explained, result, TimeSpan.Zero, null);

        var chest = new Rect(260, 380, 60, 60);
        Assert.True(Share(plain, chest, Scalar.All(90)) == 1);
        Assert.True(Share(explained, chest, Scalar.All(90)) == 0, "the body's evidence");
        Assert.True(Has(explained, new Rect(300, 333, 40, 7), TrackColors.Of(1)), "the bone between the shoulders");
        Assert.True(Has(explained, new Rect(254, 190, 5, 5), Scalar.All(245)), "left edge of the face's box");
        var corner = new Rect(500, 464, 140, 16);
        Assert.True(Share(plain, corner, Scalar.All(90)) == 1);
        Assert.True(Share(explained, corner, Scalar.All(90)) < 0.1, "the legend");
    }

    [Fact]
    public void Draw_EvidenceAndFault_DrawsNoHeat()
    {
        using var heats = new HeatLayer(TimeSpan.FromSeconds(1));
        var result = ScriptedResults.FrameResult(100, 400, 300);
        heats.Take(new ResultAnswer(ScriptedResults.WithHeat(result, StreamKind.Body, result.Persons[0].Box, 1, 5), "s", TimeSpan.Zero), TimeSpan.Zero);
        using var plain = Blank();
        using var explained = Blank();

        new FrameAnnotator().Draw(plain, result, TimeSpan.Zero, "superseded");
        new FrameAnnotator(heats).Draw(explained, result, TimeSpan.Zero, "superseded");

        Assert.Equal(0, Cv2.Norm(plain, explained));
    }

    [Fact]
    public void Draw_Fault_DrawsTheOlderResultGrey()
    {
        using var canvas = new Mat(480, 640, MatType.CV_8UC3, new Scalar(200, 60, 30));

        new FrameAnnotator().Draw(canvas, Result, TimeSpan.Zero, "superseded");

        using var person = new Mat(canvas, new Rect(0, 0, 640, 450));
        Cv2.Split(person, out var channels);
        using var difference = new Mat();
        Cv2.Absdiff(channels[0], channels[2], difference);
        Cv2.MinMaxLoc(difference, out _, out double most);
        Assert.True(most < 20, $"colour is left: {most}");
        Assert.True(Has(canvas, new Rect(158, 94, 8, 8), Scalar.All(150)), "corner of the person's box, grey");
        foreach (var channel in channels)
            channel.Dispose();
    }

    [Fact]
    public void Draw_NoResultYet_WritesTheClockOnly()
    {
        using var canvas = Blank();

        new FrameAnnotator().Draw(canvas, null, TimeSpan.FromSeconds(61), null);

        Assert.True(Share(canvas, new Rect(0, 0, 640, 455), Scalar.All(90)) == 1);
        Assert.True(Share(canvas, new Rect(0, 463, 50, 16), Scalar.All(90)) < 0.5);
    }

    [Fact]
    public void Place_SecondPanel_CoversNeitherTheFirstNorAFace()
    {
        var placement = new PanelPlacement();
        var picture = new Size(640, 480);
        var size = new Size(190, 110);
        Rect[] persons = [new(100, 60, 200, 400), new(320, 60, 200, 400)];
        Rect[] faces = [new(160, 80, 80, 90), new(380, 80, 80, 90)];

        var first = new Rect(placement.Place(1, persons[0], size, picture, faces, [persons[1]], []), size);
        var second = new Rect(placement.Place(2, persons[1], size, picture, faces, [persons[0]], [first]), size);

        Assert.False(first.IntersectsWith(second));
        Assert.All(faces, f => Assert.False(f.IntersectsWith(first) || f.IntersectsWith(second)));
    }

    [Theory]
    [InlineData(400, 300, 640, 480)]
    [InlineData(720, 405, 720, 406)]
    [InlineData(1920, 1080, 1280, 720)]
    [InlineData(639, 361, 640, 362)]
    public void Canvas_Size_CanBeReadAndEncoded(int width, int height, int expectedWidth, int expectedHeight) =>
        Assert.Equal(new Size(expectedWidth, expectedHeight), new Canvas(new Size(width, height)).Size);

    private static Mat Blank() => new(480, 640, MatType.CV_8UC3, Scalar.All(90));

    private static bool Has(Mat picture, Rect place, Scalar color) => Share(picture, place, color) > 0.05;

    private static double Share(Mat picture, Rect place, Scalar color)
    {
        using var part = new Mat(picture, place);
        using var mask = Mask(part, color, 12);
        return (double)Cv2.CountNonZero(mask) / (place.Width * place.Height);
    }

    private static Mat Mask(Mat picture, Scalar color, double tolerance)
    {
        var mask = new Mat();
        Cv2.InRange(picture, Moved(color, -tolerance), Moved(color, tolerance), mask);
        return mask;
    }

    private static Scalar Moved(Scalar color, double by) => new(color.Val0 + by, color.Val1 + by, color.Val2 + by);
}
