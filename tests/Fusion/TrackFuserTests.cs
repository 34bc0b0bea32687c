using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class TrackFuserTests
{
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly LabelSet s_labels = new(["neutral", "anger"], LabelType.Single);
    private static readonly ModelVersion s_model = new() { Name = "m", Version = "1" };

    private readonly TrackFuser _fuser = new(new EmotionFuser(new AveragePolicy(), s_labels), 2, TimeSpan.FromSeconds(1));

    [Fact]
    public void Update_TwoSegments_GivesTheirConsensus()
    {
        _fuser.Update(Face(1, [2, 0]), s_start, segment: true);
        var emotion = _fuser.Update(Face(1, [0, 4]), s_start.AddSeconds(0.5), segment: true);
        Assert.Equal([1f, 2f], emotion.Scores.Select(s => s.Logit));
        Assert.Equal("anger", emotion.Label);
        Assert.Equal(1, emotion.Scores.Sum(s => s.Probability), 5);
        Assert.Equal(Math.Exp(2) / (Math.Exp(1) + Math.Exp(2)), emotion.Scores[1].Probability, 5);
        Assert.Equal(2u, emotion.Streams[0].Segments);
    }

    [Fact]
    public void Update_BetweenSegments_KeepsTheConsensus()
    {
        _fuser.Update(Face(1, [2, 0]), s_start, segment: true);
        var emotion = _fuser.Update(new PersonReading(1, [new StreamReading(StreamKind.Face, null, null, null)], new Visibility()), s_start.AddSeconds(0.1), segment: false);
        Assert.Equal("neutral", emotion.Label);
        Assert.Equal(s_model, emotion.Streams[0].Model);
    }

    [Fact]
    public void Update_OtherTrack_HasItsOwnMemory()
    {
        _fuser.Update(Face(1, [2, 0]), s_start, segment: true);
        var emotion = _fuser.Update(Face(2, [0, 2]), s_start, segment: true);
        Assert.Equal([0f, 2f], emotion.Scores.Select(s => s.Logit));
    }

    [Fact]
    public void Update_EndedTrack_StartsAnew()
    {
        _fuser.Update(Face(1, [2, 0]), s_start, segment: true);
        _fuser.End([1]);
        Assert.Equal(0, _fuser.Tracks);
    }

    [Fact]
    public void Update_StreamUnavailable_LosesItsVoiceAtOnce()
    {
        _fuser.Update(Face(1, [2, 0]), s_start, segment: true);
        var emotion = _fuser.Update(Missing(AbsenceReason.Unavailable), s_start.AddSeconds(0.1), segment: true);
        Assert.Empty(emotion.Scores);
        Assert.Equal(AbsenceReason.Unavailable, emotion.Streams[0].Absence.Reason);
        Assert.Empty(emotion.Streams[0].Logits);
    }

    [Fact]
    public void Update_FaceTurnedAway_KeepsItsVoiceForTheWindow()
    {
        _fuser.Update(Face(1, [2, 0]), s_start, segment: true);
        Assert.Equal("neutral", _fuser.Update(Missing(AbsenceReason.NotFound), s_start.AddSeconds(0.5), segment: true).Label);
        var late = _fuser.Update(Missing(AbsenceReason.NotFound), s_start.AddSeconds(1.5), segment: true);
        Assert.Equal("", late.Label);
        Assert.Equal(AbsenceReason.NotFound, late.Streams[0].Absence.Reason);
    }

    [Fact]
    public void Update_AnotherModel_DoesNotMixScores()
    {
        _fuser.Update(Face(1, [8, 0]), s_start, segment: true);
        var other = new StreamReading(StreamKind.Face, [0, 1], null, new ModelVersion { Name = "n", Version = "1" });
        var emotion = _fuser.Update(new PersonReading(1, [other], new Visibility()), s_start.AddSeconds(0.2), segment: true);
        Assert.Equal([0f, 1f], emotion.Scores.Select(s => s.Logit));
    }

    [Fact]
    public void Update_MultiLabel_GivesSigmoids()
    {
        var fuser = new TrackFuser(new EmotionFuser(new AveragePolicy(), s_labels with { Type = LabelType.Multi }), 1, TimeSpan.FromSeconds(1));
        var emotion = fuser.Update(Face(1, [0, 2]), s_start, segment: true);
        Assert.Equal(0.5, emotion.Scores[0].Probability, 5);
        Assert.Equal(1 / (1 + Math.Exp(-2)), emotion.Scores[1].Probability, 5);
    }

    private static PersonReading Face(uint track, float[] logits) =>
        new(track, [new StreamReading(StreamKind.Face, logits, null, s_model)], new Visibility());

    private static PersonReading Missing(AbsenceReason reason) => new(1, [StreamReading.Missing(StreamKind.Face, reason, "gone")], new Visibility());
}
