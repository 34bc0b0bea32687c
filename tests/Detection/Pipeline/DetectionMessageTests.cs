using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tests.Pipeline;

public sealed class DetectionMessageTests
{
    private static readonly DetectionMessage s_messages = new(new CropCutter(Options.Create(new DetectionOptions())));

    [Fact]
    public void Build_ManyPersons_TheBestComeFirstAndEqualsInTheirOrder()
    {
        using var findings = Findings(new Size(640, 480));

        var detection = s_messages.Build(findings, [(Someone.At(100, score: 0.3f), 1), (Someone.At(300, score: 0.5f), 2), (Someone.At(500, score: 0.3f), 3)], [7], []);

        Assert.Equal([2u, 1u, 3u], detection.Persons.Select(p => p.TrackId));
        Assert.Equal([7u], detection.EndedTrackIds);
        Assert.Equal("pose", Assert.Single(detection.Models).Name);
        Assert.Equal("decode", Assert.Single(detection.Times).Stage);
    }

    [Fact]
    public void Build_FrameOfWhichHalfWasDecoded_TellsAllInItsOwnPixels()
    {
        using (var whole = Findings(new Size(640, 480)))
        using (var half = Findings(new Size(1280, 960)))
        {
            var person = Someone.At(300, face: true);
            var spec = new CropSpec { Kind = CropKind.Face, Width = 32, Height = 32, Format = ImageFormat.Bgr24 };
            var expected = Assert.Single(s_messages.Build(whole, [(person, 1)], [], [spec]).Persons);
            var doubled = Assert.Single(s_messages.Build(half, [(person, 1)], [], [spec]).Persons);

            Assert.Equal(2 * expected.Box.X, doubled.Box.X);
            Assert.Equal(expected.Keypoints.Select(k => (2 * k.X, 2 * k.Y)), doubled.Keypoints.Select(k => (k.X, k.Y)));
            Assert.Equal(expected.Face.Landmarks.Select(l => 2 * l.Point.X), doubled.Face.Landmarks.Select(l => l.Point.X));
            Assert.Equal(Assert.Single(expected.Crops).Region.Select(p => (2 * p.X, 2 * p.Y)), Assert.Single(doubled.Crops).Region.Select(p => (p.X, p.Y)));
        }
    }

    private static FrameFindings Findings(Size whole)
    {
        var clock = new StageClock();
        clock.Finish("decode");
        return new FrameFindings(new DecodedFrame(new Mat(480, 640, MatType.CV_8UC3, Scalar.Black), whole, clock), [], [new ModelVersion { Name = "pose" }]);
    }
}
