using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Fusion.Tests.Admission;

public sealed class FrameGateTests
{
    private static readonly Func<long> s_any = () => 0;

    private readonly FrameGate _gate = new(new ManualTime());

    [Fact]
    public async Task Full_TheNextWaitsUntilOneLeaves()
    {
        var inside = await FillAsync();
        var waiting = _gate.EnterAsync(s_any, newestOnly: true, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        inside[0].GiveBack(telling: true);
        await waiting;
    }

    [Fact]
    public async Task Full_OneThatNothingCanReplace_WaitsInLineInside()
    {
        var inside = await FillAsync();
        var live = _gate.EnterAsync(s_any, newestOnly: true, CancellationToken.None).AsTask();
        Assert.False(live.IsCompleted);
        inside[0].GiveBack(telling: true);
        inside[0] = await live;
        var inLine = _gate.EnterAsync(s_any, newestOnly: false, CancellationToken.None);
        Assert.True(inLine.IsCompletedSuccessfully);
        Assert.True((await inLine).InLine);
        var another = _gate.EnterAsync(s_any, newestOnly: false, CancellationToken.None).AsTask();
        Assert.False(another.IsCompleted);
        inside[0].GiveBack(telling: true);
        Assert.True((await another).InLine);
    }

    [Fact]
    public async Task Waiting_LiveFirst_NobodyBehindItJumpsIntoTheLine()
    {
        var inside = await FillAsync();
        var live = _gate.EnterAsync(s_any, newestOnly: true, CancellationToken.None).AsTask();
        var behind = _gate.EnterAsync(s_any, newestOnly: false, CancellationToken.None).AsTask();
        Assert.False(live.IsCompleted || behind.IsCompleted);
        inside[0].GiveBack(telling: true);
        await live;
        await behind;
    }

    [Fact]
    public async Task Waiting_InTheOrderOfAsking()
    {
        var inside = await FillAsync();
        var first = _gate.EnterAsync(s_any, newestOnly: true, CancellationToken.None).AsTask();
        var second = _gate.EnterAsync(s_any, newestOnly: true, CancellationToken.None).AsTask();
        inside[0].GiveBack(telling: true);
        await first;
        Assert.False(second.IsCompleted);
        inside[1].GiveBack(telling: true);
        await second;
    }

    [Fact]
    public async Task Waiting_TheFreshestOfTheLongestWaitingHalfIsNext()
    {
        var inside = await FillAsync();
        long[] arrived = [3, 7, 5, 9];
        var waiting = arrived.Select(a => _gate.EnterAsync(() => a, newestOnly: true, CancellationToken.None).AsTask()).ToArray();
        inside[0].GiveBack(telling: true);
        await waiting[1];
        Assert.DoesNotContain(waiting, w => w.IsCompleted && w != waiting[1]);
    }

    [Fact]
    public async Task Waiting_FramesThatNothingCanReplace_AreServedInTheOrderOfAskingHoweverFresh()
    {
        var inside = await FillAsync();
        var inLine = await _gate.EnterAsync(s_any, newestOnly: false, CancellationToken.None);
        var waiting = Enumerable.Range(0, 4).Select(i => _gate.EnterAsync(() => i, newestOnly: false, CancellationToken.None).AsTask()).ToArray();
        inLine.GiveBack(telling: true);
        for (var i = 0; i < waiting.Length; i++)
        {
            var pass = await waiting[i];
            Assert.All(waiting[(i + 1)..], w => Assert.False(w.IsCompleted));
            pass.GiveBack(telling: true);
        }
    }

    [Fact]
    public async Task Waiting_AlwaysLessFresh_IsPassedOverTwiceAtMost()
    {
        var inside = await FillAsync();
        var stale = _gate.EnterAsync(() => 0, newestOnly: true, CancellationToken.None).AsTask();
        var waiting = Enumerable.Range(1, 9).Select(i => _gate.EnterAsync(() => i, newestOnly: true, CancellationToken.None).AsTask()).Prepend(stale).ToList();
        var pass = inside[0];
        for (var turn = 0; turn < 2; turn++)
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
    public async Task GivesUpWaiting_ItsTurnGoesToTheNext()
    {
        var inside = await FillAsync();
        using var cancel = new CancellationTokenSource();
        var gone = _gate.EnterAsync(s_any, newestOnly: true, cancel.Token).AsTask();
        var next = _gate.EnterAsync(s_any, newestOnly: true, CancellationToken.None).AsTask();
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
                var pass = await _gate.EnterAsync(s_any, newestOnly: true, CancellationToken.None);
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
            var entering = _gate.EnterAsync(s_any, newestOnly: true, CancellationToken.None);
            Assert.True(entering.IsCompletedSuccessfully);
            inside.Add(await entering);
        }

        return inside;
    }
}
