using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Gateway.Tests.Limits;

public sealed class RateTests
{
    private const int PerSecond = 50;

    private static readonly TimeSpan s_one = TimeSpan.FromSeconds(1) / PerSecond;

    private readonly ManualTime _time = new();
    private readonly Rate _rate;

    public RateTests() => _rate = new Rate(PerSecond, _time);

    [Fact]
    public void TryTake_AfterALongPause_GivesASecondsWorthAndNoMore()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < PerSecond; i++)
            Assert.True(_rate.TryTake(1, out _), $"number {i + 1}");
        Assert.False(_rate.TryTake(1, out var retryAfter));
        Assert.Equal(s_one, retryAfter);
    }

    [Fact]
    public void TryTake_AfterAPart_GivesWhatIsDueSince()
    {
        Assert.True(_rate.TryTake(PerSecond, out _));
        _time.Advance(3 * s_one);
        Assert.False(_rate.TryTake(4, out var retryAfter));
        Assert.Equal(s_one, retryAfter);
        Assert.True(_rate.TryTake(3, out _));
        Assert.False(_rate.TryTake(1, out _));
    }

    [Fact]
    public void TryTake_MoreThanASecondsWorth_TakesASecondsWorth()
    {
        Assert.True(_rate.TryTake(10 * PerSecond, out _));
        Assert.False(_rate.TryTake(10 * PerSecond, out var retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(1), retryAfter);
    }

    [Fact]
    public async Task WaitAsync_Several_ComeInTurn()
    {
        await _rate.WaitAsync(PerSecond, CancellationToken.None);
        var first = _rate.WaitAsync(2, CancellationToken.None).AsTask();
        var second = _rate.WaitAsync(1, CancellationToken.None).AsTask();
        _time.Advance(s_one);
        Assert.False(first.IsCompleted);
        _time.Advance(s_one);
        await first;
        Assert.False(second.IsCompleted);
        _time.Advance(s_one);
        await second;
    }

    [Fact]
    public async Task WaitAsync_MoreThanASecondsWorth_WaitsForAllOfIt()
    {
        var waiting = _rate.WaitAsync(3 * PerSecond, CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await waiting;
    }

    [Fact]
    public async Task WaitAsync_Cancelled_LeavesItsShareToOthers()
    {
        await _rate.WaitAsync(PerSecond, CancellationToken.None);
        using var leaves = new CancellationTokenSource();
        var waiting = _rate.WaitAsync(PerSecond, leaves.Token).AsTask();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _time.Advance(s_one);
        Assert.True(_rate.TryTake(1, out _));
    }
}
