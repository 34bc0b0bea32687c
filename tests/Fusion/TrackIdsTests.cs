using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class TrackIdsTests
{
    [Fact]
    public void Translate_AfterALostCall_IdsGoOnAndOldTracksEnd()
    {
        var ids = new TrackIds();
        var (first, second) = (new object(), new object());
        var one = Detection(1, 2);
        ids.Translate(first, one);
        Assert.Equal([1u, 2u], one.Persons.Select(p => p.TrackId));

        var other = Detection(1);
        ids.Translate(second, other);
        Assert.Equal([3u], other.Persons.Select(p => p.TrackId));
        Assert.Equal([1u, 2u], other.EndedTrackIds.Order());
    }

    [Fact]
    public void Translate_EndedTrack_IsToldByItsOwnId()
    {
        var ids = new TrackIds();
        var call = new object();
        ids.Translate(call, Detection(7));
        var end = new Detection { EndedTrackIds = { 7 } };
        ids.Translate(call, end);
        Assert.Equal([1u], end.EndedTrackIds);
    }

    private static Detection Detection(params uint[] tracks) => new() { Persons = { tracks.Select(t => new Person { TrackId = t }) } };
}
