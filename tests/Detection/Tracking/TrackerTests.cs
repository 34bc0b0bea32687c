using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.Detection.Tracking;

namespace EmotionGrpc.Detection.Tests.Tracking;

public sealed class TrackerTests
{
    private const double Step = 0.04;
    private readonly Tracker _tracker = new(new DetectionOptions());
    private double _time;

    [Fact]
    public void Update_FirstFrame_ReportsTracksAtOnce()
    {
        var frame = Feed(Someone.At(100), Someone.At(400));

        Assert.Equal([1u, 2u], frame.Persons.Select(p => p.TrackId).Order());
        Assert.Empty(frame.Ended);
    }

    [Fact]
    public void Update_DoubtfulDetection_BeginsNoTrack() => Assert.Empty(Feed(Someone.At(100, score: 0.15f)).Persons);

    [Fact]
    public void Update_TwoPeopleCross_KeepTheirIds()
    {
        // One walks right, the other, a little nearer to the camera, left; they meet in the middle.
        for (var i = 0; i <= 100; i++)
        {
            var (right, left) = (Someone.At(100 + (4 * i), 200), Someone.At(500 - (4 * i), 215, height: 230));
            var frame = Feed(i % 2 == 0 ? [right, left] : [left, right]);
            Assert.Equal(IdOf(frame, right), i == 0 ? IdOf(frame, right) : 1u);
            Assert.Equal(IdOf(frame, left), i == 0 ? IdOf(frame, left) : 2u);
        }
    }

    [Fact]
    public void Update_HiddenWhileWalking_ComesBackWithItsId()
    {
        for (var i = 0; i < 25; i++)
            Feed(Someone.At(100 + (3 * i)));
        for (var i = 25; i < 45; i++)
            Assert.Empty(Feed().Ended);

        Assert.Equal(1u, Assert.Single(Feed(Someone.At(100 + (3 * 45))).Persons).TrackId);
    }

    [Fact]
    public void Update_ScoreDrops_IsRescuedByTheSecondAssociation()
    {
        Feed(Someone.At(100));
        for (var i = 0; i < 60; i++)
            Assert.Equal(1u, Assert.Single(Feed(Someone.At(100 + i, score: 0.12f)).Persons).TrackId);
    }

    [Fact]
    public void Update_Gone_EndsOnceAndItsIdIsNeverUsedAgain()
    {
        for (var i = 0; i < 5; i++)
            Feed(Someone.At(100));
        var ended = new List<uint>();
        for (var i = 0; i < 100; i++)
            ended.AddRange(Feed().Ended);
        var later = Feed(Someone.At(100));

        Assert.Equal([1u], ended);
        Assert.Equal(2u, Assert.Single(later.Persons).TrackId);
        Assert.Equal(1, _tracker.Count);
    }

    [Fact]
    public void Update_GapInCaptureTime_EndsTracksAndReportsNewOnes()
    {
        for (var i = 0; i < 5; i++)
            Feed(Someone.At(100));
        _time += 10;

        var frame = Feed(Someone.At(100));

        Assert.Equal([1u], frame.Ended);
        Assert.Equal(2u, Assert.Single(frame.Persons).TrackId);
    }

    [Fact]
    public void Update_LowFrameRate_KeepsTheTrack()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(1u, Assert.Single(Feed(Someone.At(100)).Persons).TrackId);
            _time += 0.8;
        }
    }

    [Fact]
    public void Update_PoseMissingButFaceSeen_StaysTheSamePerson()
    {
        for (var i = 0; i < 5; i++)
            Feed(Someone.At(100, face: true));
        var face = Someone.At(102, face: true).Face!;

        Assert.Equal(1u, Assert.Single(Feed(Someone.FaceOnly(face.Box.CenterX, face.Box.CenterY, face.Side)).Persons).TrackId);
        Assert.Equal(1u, Assert.Single(Feed(Someone.At(104, face: true)).Persons).TrackId);
    }

    [Fact]
    public void Update_FaceFirstThenPose_StaysTheSamePerson()
    {
        var person = Someone.At(100, face: true);
        Feed(Someone.FaceOnly(person.Face!.Box.CenterX, person.Face.Box.CenterY, person.Face.Side));

        Assert.Equal(1u, Assert.Single(Feed(person).Persons).TrackId);
    }

    [Fact]
    public void Update_OneFaceForTwoPoses_GoesToTheTrackWhoseFaceItContinues()
    {
        var (left, right) = (Someone.At(100, face: true), Someone.At(124, face: true));
        for (var i = 0; i < 5; i++)
            Feed(left, right);
        var first = Feed(left, right);
        var (leftId, rightId) = (IdOf(first, left), IdOf(first, right));

        // The pose on the right claims the face of the left one.
        var frame = Feed(left with { Face = null }, right with { Face = left.Face });

        Assert.NotNull(frame.Persons.Single(p => p.TrackId == leftId).Person.Face);
        Assert.Null(frame.Persons.Single(p => p.TrackId == rightId).Person.Face);
    }

    private static uint IdOf(TrackedFrame frame, FoundPerson person) => frame.Persons.Single(p => p.Person.Pose == person.Pose).TrackId;

    private TrackedFrame Feed(params FoundPerson[] persons)
    {
        _time += Step;
        return _tracker.Update(persons, _time);
    }
}
