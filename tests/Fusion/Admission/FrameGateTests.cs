using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Fusion.Tests.Admission;

public sealed class FrameGateTests
{
    private static readonly Func<long> s_live = () => 0;

    private readonly FrameGate _gate = new(new ManualTime());

    [Fact]
    public async Task Full_TheNextWaitsUntilOneLeaves()
    {
        var inside = await FillAsync();
        var waiting = _gate.EnterAsync(s_live, served: 0, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        inside[0].GiveBack(telling: true);
        await waiting;
    }

    [Fact]
    public async Task Full_OneThatNothingCanReplace_WaitsInLineInside()
    {
        var inside = await FillAsync();
        var live = _gate.EnterAsync(s_live, served: 0, CancellationToken.None).AsTask();
        Assert.False(live.IsCompleted);
        inside[0].GiveBack(telling: true);
        inside[0] = await live;
        var inLine = _gate.EnterAsync(newest: null, served: 0, CancellationToken.None);
        Assert.True(inLine.IsCompletedSuccessfully);
        Assert.True((await inLine).InLine);
        var another = _gate.EnterAsync(newest: null, served: 0, CancellationToken.None).AsTask();
        Assert.False(another.IsCompleted);
        inside[0].GiveBack(telling: true);
        Assert.True((await another).InLine);
    }

    [Fact]
    public async Task Waiting_LiveFirst_NobodyBehindItJumpsIntoTheLine()
    {
        var inside = await FillAsync();
        var live = _gate.EnterAsync(s_live, served: 0, CancellationToken.None).AsTask();
        var behind = _gate.EnterAsync(newest: null, served: 0, CancellationToken.None).AsTask();
        Assert.False(live.IsCompleted || behind.IsCompleted);
        inside[0].GiveBack(telling: true);
        await live;
        await behind;
    }

    [Fact]
    public async Task Waiting_InTheOrderOfAsking()
    {
        var inside = await FillAsync();
        var first = _gate.EnterAsync(s_live, served: 0, CancellationToken.None).AsTask();
        var second = _gate.EnterAsync(s_live, served: 0, CancellationToken.None).AsTask();
        inside[0].GiveBack(telling: true);
        await first;
        Assert.False(second.IsCompleted);
        inside[1].GiveBack(telling: true);
        await second;
    }

    [Fact]
    public async Task Waiting_TheFreshestIsNext()
    {
        var inside = await FillAsync();
        long[] arrived = [3, 7, 5, 9];
        var waiting = arrived.Select(a => _gate.EnterAsync(() => a, served: 0, CancellationToken.None).AsTask()).ToArray();
        inside[0].GiveBack(telling: true);
        await waiting[3];
        Assert.DoesNotContain(waiting, w => w.IsCompleted && w != waiting[3]);
    }

    [Theory]
    [InlineData(100, 200, true)]
    [InlineData(100, 200, false)]
    public async Task Waiting_OfTheTimeSinceTheLastTurn_ThreeTenthsCountAsFreshness(long served, long servedLater, bool fresher)
    {
        var inside = await FillAsync();
        var longAgo = _gate.EnterAsync(() => 1000, served, CancellationToken.None).AsTask();
        var lately = _gate.EnterAsync(() => 1000 + (fresher ? 31 : 29), servedLater, CancellationToken.None).AsTask();
        inside[0].GiveBack(telling: true);
        await (fresher ? lately : longAgo);
        Assert.False((fresher ? longAgo : lately).IsCompleted);
    }

    [Fact]
    public async Task Waiting_FramesThatNothingCanReplace_AreServedInTheOrderOfAskingHoweverFresh()
    {
        var inside = await FillAsync();
        var inLine = await _gate.EnterAsync(newest: null, served: 0, CancellationToken.None);
        var waiting = Enumerable.Range(0, 4).Select(i => _gate.EnterAsync(newest: null, served: i, CancellationToken.None).AsTask()).ToArray();
        inLine.GiveBack(telling: true);
        for (var i = 0; i < waiting.Length; i++)
        {
            var pass = await waiting[i];
            Assert.All(waiting[(i + 1)..], w => Assert.False(w.IsCompleted));
            pass.GiveBack(telling: true);
        }
    }

    [Fact]
    public async Task Waiting_NeverTheFreshest_GoesAfterTwiceItsShareOfTurns()
    {
        var inside = await FillAsync();
        var before = _gate.EnterAsync(() => 1, served: 0, CancellationToken.None).AsTask();
        var stale = _gate.EnterAsync(() => 0, served: 0, CancellationToken.None).AsTask();
        var waiting = Enumerable.Range(2, 9).Select(i => _gate.EnterAsync(() => i, served: 0, CancellationToken.None).AsTask()).Append(before).Append(stale).ToList();
        var pass = inside[0];
        // Two shared when it came: four turns are twice its share.
        for (var turn = 0; turn < 4; turn++)
        {
            pass.GiveBack(telling: true);
            var next = await Task.WhenAny(waiting);
            Assert.NotSame(stale, next);
            waiting.Remove(next);
            pass = await next;
        }

        pass.GiveBack(telling: true);
        await stale;
    }

    [Fact]
    public async Task Waiting_OneThatNothingCanReplace_GoesWhenAsManyHaveGoneAsWaitedBeforeIt()
    {
        var inside = await FillAsync();
        var inLine = await _gate.EnterAsync(newest: null, served: 0, CancellationToken.None);
        var waiting = Enumerable.Range(0, 2).Select(i => _gate.EnterAsync(() => i, served: 0, CancellationToken.None).AsTask()).ToList();
        var clip = _gate.EnterAsync(newest: null, served: 0, CancellationToken.None).AsTask();
        waiting.AddRange(Enumerable.Range(2, 4).Select(i => _gate.EnterAsync(() => i, served: 0, CancellationToken.None).AsTask()));
        inLine.GiveBack(telling: true);
        for (var turn = 0; turn < 2; turn++)
        {
            inside[turn].GiveBack(telling: true);
            var next = await Task.WhenAny(waiting.Append(clip));
            Assert.NotSame(clip, next);
            waiting.Remove(next);
            inside[turn] = await next;
        }

        inside[0].GiveBack(telling: true);
        await clip;
    }

    [Fact]
    public async Task GivesUpWaiting_ItsTurnGoesToTheNext()
    {
        var inside = await FillAsync();
        using var cancel = new CancellationTokenSource();
        var gone = _gate.EnterAsync(s_live, served: 0, cancel.Token).AsTask();
        var next = _gate.EnterAsync(s_live, served: 0, CancellationToken.None).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        inside[0].GiveBack(telling: true);
        await next;
    }

    [Fact]
    public async Task ManySessions_NeverMoreInsideThanTheLimit_AndNoneStarves()
    {
        var inside = 0;
        var served = new int[20];
        await Task.WhenAll(Enumerable.Range(0, served.Length).Select(session => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var pass = await _gate.EnterAsync(s_live, served: 0, CancellationToken.None);
                Assert.InRange(Interlocked.Increment(ref inside), 1, 1024);
                served[session]++;
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                pass.GiveBack(telling: false);
            }
        })));
        Assert.All(served, s => Assert.Equal(200, s));
        await FillAsync(); // All passes came back.
    }

    private async Task<List<FramePass>> FillAsync()
    {
        var inside = new List<FramePass>();
        for (var i = _gate.Limit; i > 0; i--)
        {
            var entering = _gate.EnterAsync(s_live, served: 0, CancellationToken.None);
            Assert.True(entering.IsCompletedSuccessfully);
            inside.Add(await entering);
        }

        return inside;
    }
}
