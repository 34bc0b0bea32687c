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
    private static readonly FrameTracer s_tracer = new(new ServiceIdentity("Test"));

    [Fact]
    public void Persons_TwoSegments_SamplesTheCentreOfEach()
    {
        var tracks = new ClipTracks(new EmotionFuser(new AveragePolicy(), new LabelSet(["a", "b"], LabelType.Single)), segments: 2);
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
        var tracks = new ClipTracks(new EmotionFuser(new AveragePolicy(), new LabelSet(["a", "b"], LabelType.Single)), segments: 1);
        for (var i = 0; i <= 8; i++)
            tracks.Add(Observation(i, i is 4 or 5 ? null : i));
        Assert.Equal(3f, Assert.Single(tracks.Persons()).Emotion.Scores[0].Logit);
    }

    private static FrameObservation Observation(int second, float? logit)
    {
        var pending = new PendingFrame(new Frame { Sequence = (ulong)second + 1 }, s_start.AddSeconds(second), 0, TimeSpan.MaxValue, s_tracer.Begin("frame"));
        var stream = logit is { } value
            ? new StreamReading(StreamKind.Face, [value, 0], null, null)
            : StreamReading.Missing(StreamKind.Face, AbsenceReason.NotFound, "none");
        return new FrameObservation(pending, new Detection(), null, true, [new PersonReading(1, [stream], new Visibility())], []);
    }
}
