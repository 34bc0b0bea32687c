using System.Text;
using System.Xml.Linq;
using EmotionGrpc.Edge.Report;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Tests.Report;

public sealed class KeyMomentsTests
{
    private static readonly string[] s_labels = ["neutral", "anger"];

    [Fact]
    public void Find_TwoStretches_TheClearestSampleOfEach()
    {
        var person = Person(0.6f, 0.9f, 0.7f, 0.2f, 0.05f, 0.3f);

        var moments = KeyMoments.Find(person);

        Assert.Equal([0.9f, 0.05f], moments.Select(m => m.Sample.Probabilities![0]));
        Assert.Equal([0, 1], moments.Select(m => m.Run.Label));
    }

    [Fact]
    public void Find_NoKeypoints_None() => Assert.Empty(KeyMoments.Find(new PersonStory(1, [new PersonSample(TimeSpan.Zero, [1, 0], MaskReading.With, [])], 2)));

    [Fact]
    public void Append_Moment_DrawsWithinItsFrame()
    {
        var html = new StringBuilder();

        KeyMoments.Append(html, Person(0.9f, 0.9f), s_labels);

        var figure = XElement.Parse($"<div>{html.Replace("<br>", "<br/>")}</div>").Descendants("figure").Single();
        Assert.Contains("neutral 90%", figure.Value, StringComparison.Ordinal);
        Assert.Equal(3, figure.Descendants("circle").Count());
        Assert.Single(figure.Descendants("path")); // the shoulders' bone; the nose has none
        Assert.All(figure.Descendants("circle").SelectMany(c => new[] { (double)c.Attribute("cx")!, (double)c.Attribute("cy")! }), at => Assert.InRange(at, 0, 110));
    }

    // A sample every 0.3 s, each with its probability of "neutral".
    private static PersonStory Person(params float[] neutral)
    {
        var pose = Pose.Of(new PersonResult
        {
            Keypoints =
            {
                new Keypoint { Name = KeypointName.Nose, X = 500, Y = 100, Score = 0.9f },
                new Keypoint { Name = KeypointName.LeftShoulder, X = 560, Y = 180, Score = 0.9f },
                new Keypoint { Name = KeypointName.RightShoulder, X = 440, Y = 180, Score = 0.9f },
                new Keypoint { Name = KeypointName.LeftHip, X = 9000, Y = 9000, Score = 0.1f },
            },
            Face = new Face { Box = new Box { X = 470, Y = 60, Width = 60, Height = 80 } },
        });
        return new PersonStory(1, [.. neutral.Select((p, i) => new PersonSample(TimeSpan.FromSeconds(0.3 * i), [p, 1 - p], MaskReading.Without, [], pose))], 2);
    }
}
