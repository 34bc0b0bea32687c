using EmotionGrpc.Fusion.Segments;

namespace EmotionGrpc.Fusion.Tests;

public sealed class SegmentTests
{
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Clock_TwentyFiveFramesPerSecond_OpensFiveSegmentsASecond()
    {
        var clock = new SegmentClock(5, TimeSpan.FromSeconds(1));
        var opened = Enumerable.Range(0, 25).Count(i => clock.IsDue(s_start.AddMilliseconds(40 * i)));
        Assert.Equal(5, opened);
    }

    [Fact]
    public void Clock_FramesRarerThanSegments_OpensOneAtEveryFrame()
    {
        var clock = new SegmentClock(10, TimeSpan.FromSeconds(1));
        Assert.All(Enumerable.Range(0, 5), i => Assert.True(clock.IsDue(s_start.AddSeconds(i))));
    }

    [Fact]
    public void Window_MoreThanN_KeepsTheLastN()
    {
        var window = new SegmentWindow(3, TimeSpan.FromSeconds(10));
        for (var i = 1; i <= 5; i++)
            window.Add(s_start.AddSeconds(i), [i]);
        Assert.Equal(3, window.Count);
        Assert.Equal([4f], window.Consensus()!);
    }

    [Fact]
    public void Window_OlderThanSpan_IsForgotten()
    {
        var window = new SegmentWindow(3, TimeSpan.FromSeconds(1));
        window.Add(s_start, [1]);
        window.Add(s_start.AddSeconds(0.8), [3]);
        window.Forget(s_start.AddSeconds(1.5));
        Assert.Equal([3f], window.Consensus()!);
        window.Forget(s_start.AddSeconds(5));
        Assert.Null(window.Consensus());
    }
}
