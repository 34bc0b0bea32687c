using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class MaskMemoryTests
{
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Mask s_told = new() { State = MaskState.With, Probability = 0.97f };

    private readonly MaskMemory _masks = new(TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData(null)]
    [InlineData(MaskState.Unspecified)]
    [InlineData(MaskState.Unknown)]
    public void Complete_DetectionDoesNotKnow_TakesTheStreams(MaskState? detected)
    {
        var person = Person(detected is { } state ? new Mask { State = state, Probability = 0.4f } : null);

        _masks.Complete(person, Face(s_told), s_start);

        Assert.Equal(s_told, person.Face.Mask);
    }

    [Theory]
    [InlineData(MaskState.With)]
    [InlineData(MaskState.Without)]
    public void Complete_DetectionKnows_KeepsIt(MaskState detected)
    {
        var person = Person(new Mask { State = detected, Probability = 0.5f });

        _masks.Complete(person, Face(s_told), s_start);

        Assert.Equal(new Mask { State = detected, Probability = 0.5f }, person.Face.Mask);
    }

    [Fact]
    public void Complete_StreamDoesNotTell_KeepsDetections()
    {
        var person = Person(new Mask { State = MaskState.Unknown, Probability = 0.4f });

        _masks.Complete(person, Face(null), s_start);

        Assert.Equal(MaskState.Unknown, person.Face.Mask.State);
    }

    [Fact]
    public void Complete_BetweenSegments_HoldsTheLastWordAsLongAsTheWindow()
    {
        _masks.Complete(Person(null), Face(s_told), s_start);
        var (soon, late) = (Person(null), Person(null));

        _masks.Complete(soon, Face(null), s_start.AddSeconds(1));
        _masks.Complete(late, Face(null), s_start.AddSeconds(1.01));

        Assert.Equal(s_told, soon.Face.Mask);
        Assert.Null(late.Face.Mask);
    }

    [Fact]
    public void Complete_OtherTrackOrEndedOne_KnowsNothing()
    {
        _masks.Complete(Person(null), Face(s_told), s_start);
        var (other, ended) = (Person(null, track: 2), Person(null));

        _masks.Complete(other, Face(null), s_start);
        _masks.End([1]);
        _masks.Complete(ended, Face(null), s_start);

        Assert.Null(other.Face.Mask);
        Assert.Null(ended.Face.Mask);
    }

    [Fact]
    public void Complete_NoFaceOrNoStream_IsLeftAlone()
    {
        var person = new Person { TrackId = 1 };

        _masks.Complete(person, Face(s_told), s_start);
        _masks.Complete(person, null, s_start);

        Assert.Null(person.Face);
    }

    private static Person Person(Mask? mask, uint track = 1) => new() { TrackId = track, Face = new Face { Mask = mask } };

    private static StreamReading Face(Mask? mask) => new(StreamKind.Face, mask is null ? null : [1, 2], null, null) { Mask = mask };
}
