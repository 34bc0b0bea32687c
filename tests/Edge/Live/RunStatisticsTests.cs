using EmotionGrpc.Client;
using EmotionGrpc.Edge.Live;
using EmotionGrpc.Edge.Streaming;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Edge.Tests.Live;

public sealed class RunStatisticsTests
{
    [Fact]
    public void Read_PersonUnseenForTwoSeconds_IsGone()
    {
        var statistics = new RunStatistics(new ManualTime());

        statistics.OnAnswer(Seen(1, TimeSpan.Zero));
        statistics.OnAnswer(Seen(2, TimeSpan.FromSeconds(2)));
        Assert.Equal([1u, 2u], statistics.Read().Persons.Select(p => p.TrackId));
        statistics.OnAnswer(Seen(2, TimeSpan.FromSeconds(2.1)));

        Assert.Equal([2u], statistics.Read().Persons.Select(p => p.TrackId));
    }

    [Fact]
    public void Read_PersonUnseenWhileFramesAreDropped_IsGone()
    {
        var statistics = new RunStatistics(new ManualTime());

        statistics.OnAnswer(Seen(1, TimeSpan.Zero));
        statistics.OnAnswer(new FrameOutcome(new DroppedAnswer(2, FrameDropReason.Superseded, TimeSpan.Zero), TimeSpan.FromSeconds(3), TimeSpan.Zero));

        Assert.Empty(statistics.Read().Persons);
    }

    [Fact]
    public void SourceOpened_ClockBeginsAnew_OnlyWhoIsSeenNowCounts()
    {
        var statistics = new RunStatistics(new ManualTime());

        statistics.OnAnswer(Seen(1, TimeSpan.FromHours(1)));
        statistics.SourceOpened();
        Assert.Empty(statistics.Read().Persons);
        statistics.OnAnswer(Seen(7, TimeSpan.FromSeconds(1)));

        Assert.Equal([7u], statistics.Read().Persons.Select(p => p.TrackId));
        Assert.Equal(2, statistics.Read().Results);
    }

    [Fact]
    public void Read_AfterAPause_CountsTheLastThreeSecondsOnly()
    {
        var time = new ManualTime();
        var statistics = new RunStatistics(time);
        statistics.CountSent();
        for (var i = 0; i < 30; i++)
            statistics.OnAnswer(Seen(1, TimeSpan.Zero));
        time.Advance(TimeSpan.FromSeconds(3.1));
        for (var i = 0; i < 6; i++)
            statistics.OnAnswer(Seen(1, TimeSpan.FromSeconds(3)));

        Assert.Equal(2, statistics.Read().RecentRate, 3);
    }

    private static FrameOutcome Seen(uint track, TimeSpan at)
    {
        var result = ScriptedResults.FrameResult(1, 400, 300);
        result.Persons[0].TrackId = track;
        return new FrameOutcome(new ResultAnswer(result, "s", TimeSpan.Zero), at, TimeSpan.Zero);
    }
}
