using EmotionGrpc.Edge.Annotation;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Tests.Annotation;

public sealed class FaceRedactionTests
{
    private static readonly Box s_face = new() { X = 160, Y = 75, Width = 80, Height = 90 };
    private static readonly Box s_person = new() { X = 100, Y = 60, Width = 200, Height = 225 };

    private readonly FaceRedaction _redaction = new();

    [Fact]
    public void Paint_Face_IsOneColourWithItsSurroundingsAndTheRestStays()
    {
        using var canvas = Noise();
        using var before = canvas.Clone();
        _redaction.Paint(canvas, Result(Someone(s_face)), TimeSpan.Zero);
        // Twice as large as the frame that was analysed.
        AssertPainted(canvas, new Rect(320, 150, 160, 180));
        AssertPainted(canvas, new Rect(260, 100, 280, 260));
        AssertUntouched(before, canvas, new Rect(0, 450, 800, 150));
        AssertUntouched(before, canvas, new Rect(0, 0, 150, 600));
    }

    [Fact]
    public void Paint_FaceNotFound_CoversTheHeadAroundItsKeypoints()
    {
        using var canvas = Noise();
        var person = Someone(null);
        person.Keypoints.Add(new Keypoint { Name = KeypointName.LeftEar, X = 230, Y = 110, Score = 0.5f });
        person.Keypoints.Add(new Keypoint { Name = KeypointName.LeftEye, X = 210, Y = 105, Score = 0.4f });
        _redaction.Paint(canvas, Result(person), TimeSpan.Zero);
        AssertPainted(canvas, new Rect(380, 155, 120, 120));
    }

    [Fact]
    public void Paint_NothingOfAHeadFound_CoversTheUpperHalfOfThePerson()
    {
        using var canvas = Noise();
        _redaction.Paint(canvas, Result(Someone(null)), TimeSpan.Zero);
        AssertPainted(canvas, new Rect(200, 120, 400, 220));
    }

    [Fact]
    public void Paint_PersonLostForAMoment_CoversTheLastPlaceAndThenForgetsIt()
    {
        using var first = Noise();
        _redaction.Paint(first, Result(Someone(s_face)), TimeSpan.Zero);

        using var lost = Noise();
        _redaction.Paint(lost, Result(), TimeSpan.FromSeconds(1));
        AssertPainted(lost, new Rect(240, 60, 320, 360));

        using var gone = Noise();
        using var before = gone.Clone();
        _redaction.Paint(gone, Result(), TimeSpan.FromSeconds(2));
        AssertUntouched(before, gone, new Rect(0, 0, 800, 600));
    }

    [Fact]
    public void Paint_FaceLostOfAPersonWhoIsThere_CoversWhereItWasToo()
    {
        using var first = Noise();
        _redaction.Paint(first, Result(Someone(s_face)), TimeSpan.Zero);
        using var later = Noise();
        var person = Someone(null);
        person.Keypoints.Add(new Keypoint { Name = KeypointName.RightEar, X = 290, Y = 120, Score = 0.3f });
        _redaction.Paint(later, Result(person), TimeSpan.FromSeconds(0.2));
        AssertPainted(later, new Rect(320, 150, 160, 180));
        AssertPainted(later, new Rect(550, 210, 60, 60));
    }

    [Fact]
    public void Draw_FrameWithoutAResult_IsPaintedWhole()
    {
        using var canvas = Noise();
        new FrameAnnotator(null, _redaction).Draw(canvas, Result(Someone(s_face)), TimeSpan.Zero, "superseded");
        // All but the words at the bottom and what the last result drew.
        using var corner = new Mat(canvas, new Rect(650, 400, 150, 150));
        Cv2.MeanStdDev(corner, out _, out var deviation);
        Assert.Equal(0, deviation.Val0);
    }

    [Fact]
    public void Draw_Face_ShowsNeitherPixelsNorLandmarks()
    {
        using var canvas = Noise();
        var person = Someone(s_face);
        person.Keypoints.Add(new Keypoint { Name = KeypointName.LeftEye, X = 215, Y = 110, Score = 0.9f });
        new FrameAnnotator(null, _redaction).Draw(canvas, Result(person), TimeSpan.Zero, null);
        AssertPainted(canvas, new Rect(330, 160, 140, 160));
    }

    private static PersonResult Someone(Box? face) => new() { TrackId = 1, Box = s_person, Face = face is null ? null : new Face { Box = face, Score = 0.9f } };

    private static FrameResult Result(params PersonResult[] persons) => new() { Sequence = 1, Width = 400, Height = 300, Persons = { persons } };

    /// <summary>A picture in which no two places are alike.</summary>
    private static Mat Noise()
    {
        var canvas = new Mat(600, 800, MatType.CV_8UC3);
        Cv2.Randu(canvas, Scalar.All(60), Scalar.All(255));
        return canvas;
    }

    private static void AssertPainted(Mat canvas, Rect region)
    {
        using var part = new Mat(canvas, region);
        Cv2.MeanStdDev(part, out var mean, out var deviation);
        Assert.Equal((40, 40, 40, 0, 0, 0), (mean.Val0, mean.Val1, mean.Val2, deviation.Val0, deviation.Val1, deviation.Val2));
    }

    private static void AssertUntouched(Mat before, Mat after, Rect region)
    {
        using var left = new Mat(before, region);
        using var right = new Mat(after, region);
        Assert.Equal(0, Cv2.Norm(left, right, NormTypes.INF));
    }
}
