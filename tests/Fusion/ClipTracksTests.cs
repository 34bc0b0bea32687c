using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Recognition;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class ClipTracksTests
{
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly LabelSet s_labels = new(["a", "b"], LabelType.Single);
    private static readonly FrameTracer s_tracer = new(new ServiceIdentity("Test"));

    [Fact]
    public void Persons_TwoSegments_SamplesTheCentreOfEach()
    {
        var tracks = new ClipTracks(new EmotionFuser(new AveragePolicy(), s_labels), segments: 2);
        // Nine frames, one a second: segments 0-4 and 4-8, centres at 2 and 6.
        for (var i = 0; i <= 8; i++)
            tracks.Add(Observation(i, i));
        var person = Assert.Single(tracks.Persons());
        Assert.Equal(9u, person.Frames);
        Assert.Equal((1ul, 9ul), (person.FirstSequence, person.LastSequence));
        Assert.Equal((2f + 6f) / 2, person.Emotion.Scores[0].Logit);
        Assert.Equal(2u, person.Emotion.Streams[0].Segments);
    }

    [Fact]
    public void Persons_SomeFramesWithoutScores_SamplesTheNearest()
    {
        var tracks = new ClipTracks(new EmotionFuser(new AveragePolicy(), s_labels), segments: 1);
        for (var i = 0; i <= 8; i++)
            tracks.Add(Observation(i, i is 4 or 5 ? null : i));
        Assert.Equal(3f, Assert.Single(tracks.Persons()).Emotion.Scores[0].Logit);
    }

    [Fact]
    public void Persons_Evidence_IsThatOfTheLastFrameWithScores()
    {
        var tracks = new ClipTracks(new EmotionFuser(new AveragePolicy(), s_labels), segments: 2);
        for (var i = 0; i <= 8; i++)
            tracks.Add(Observation(i, i is 8 ? null : i));
        Assert.Equal([7f], Assert.Single(tracks.Persons()).Emotion.Streams[0].Heatmap.Values);
    }

    private static FrameObservation Observation(int second, float? logit)
    {
        var pending = new PendingFrame(new Frame { Sequence = (ulong)second + 1 }, s_start.AddSeconds(second), 0, TimeSpan.MaxValue, s_tracer.Begin("frame"));
        var stream = logit is { } value
            ? new StreamReading(StreamKind.Face, [value, 0], null, null) { Evidence = Evidence(value) }
            : StreamReading.Missing(StreamKind.Face, AbsenceReason.NotFound, "none");
        return new FrameObservation(pending, new Detection(), null, true, [new PersonReading(1, [stream], new Visibility())], []);
    }

    /// <summary>One cell a label, the first label's with the value.</summary>
    private static StreamEvidence? Evidence(float value) =>
        StreamEvidence.Read(new Activations { Width = 1, Height = 1, Values = { value, -1 } }, LabelAlignment.Create(s_labels, s_labels.Labels, LabelType.Single, "m"), []);
}
