using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class TrackIdsTests
{
    [Fact]
    public void Translate_AfterALostCall_IdsGoOnAndOldTracksEnd()
    {
        var ids = new TrackIds();
        Assert.Equal("1 2", Ids(ids, new object(), null, 1, 2).Persons);

        Assert.Equal(("3", "1 2"), Ids(ids, new object(), null, 1));
    }

    [Fact]
    public void Translate_EndedTrack_IsToldByItsOwnId()
    {
        var ids = new TrackIds();
        var call = new object();
        Ids(ids, call, null, 7);
        var end = new Detection { EndedTrackIds = { 7 } };
        ids.Translate(call, null, end);
        Assert.Equal([1u], end.EndedTrackIds);
    }

    [Fact]
    public void Translate_LostCallGoesOnFromAHandover_ItsTracksGoOnAndLaterOnesEnd()
    {
        var ids = new TrackIds();
        var first = new object();
        Ids(ids, first, null, 5);
        var handover = ids.Current;
        Ids(ids, first, null, 5, 6);

        // The service does not know of 6 any more, and gives that id to somebody else.
        Assert.Equal(("1 3", "2"), Ids(ids, new object(), handover, 5, 6));
    }

    [Fact]
    public void Translate_ResumedSession_IdsGoOn()
    {
        var saved = new SavedSession { LastTrackId = 9, TrackIds = { { 4, 8 } } };

        Assert.Equal(("8 10", ""), Ids(new TrackIds(saved), new object(), saved.TrackIds, 4, 5));
    }

    [Fact]
    public void Translate_ResumedSessionAtAServiceThatCountsAnew_OldTracksEnd()
    {
        var saved = new SavedSession { LastTrackId = 9, TrackIds = { { 4, 8 } } };
        var (ids, call) = (new TrackIds(saved), new object());

        // The first frame is a bad one.
        ids.Translate(call, null, null);
        Assert.Equal(("10", "8"), Ids(ids, call, null, 4));
    }

    private static (string Persons, string Ended) Ids(TrackIds ids, object call, IReadOnlyDictionary<uint, uint>? goesOn, params uint[] tracks)
    {
        var detection = new Detection { Persons = { tracks.Select(t => new Person { TrackId = t }) } };
        ids.Translate(call, goesOn, detection);
        return (string.Join(' ', detection.Persons.Select(p => p.TrackId)), string.Join(' ', detection.EndedTrackIds.Order()));
    }
}
