using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class MailboxTests
{
    private static readonly FrameTracer s_tracer = new(new ServiceIdentity("Test"));
    private readonly ManualTime _time = new();
    private readonly FrameGate _gate;

    public MailboxTests() => _gate = new FrameGate(_time);

    [Fact]
    public async Task Post_OverCapacity_TheNewestWin()
    {
        var mailbox = new FrameMailbox(2, newestOnly: false, _time);
        Assert.Null(mailbox.Post(Frame(1)));
        Assert.Null(mailbox.Post(Frame(2)));
        var lost = mailbox.Post(Frame(3));
        Assert.Equal((1ul, DropReason.Superseded), (lost!.Value.Frame.Frame.Sequence, lost.Value.Reason));
        Assert.Equal(2ul, (await Take(mailbox))!.Frame.Sequence);
        Assert.Equal(3ul, (await Take(mailbox))!.Frame.Sequence);
    }

    [Fact]
    public async Task Take_OlderThanItsTimeToLive_IsTold()
    {
        var mailbox = new FrameMailbox(4, newestOnly: false, _time);
        mailbox.Post(Frame(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        mailbox.Post(Frame(2));
        var expired = new List<ulong>();
        var taken = await mailbox.TakeAsync(
            _gate,
            f =>
            {
                expired.Add(f.Frame.Sequence);
                return ValueTask.CompletedTask;
            },
            CancellationToken.None);
        Assert.Equal(2ul, taken!.Frame.Sequence);
        Assert.Equal([1ul], expired);
    }

    [Fact]
    public async Task Complete_WithFramesInside_TheyAreStillTaken()
    {
        var mailbox = new FrameMailbox(4, newestOnly: false, _time);
        mailbox.Post(Frame(1));
        mailbox.Complete();
        Assert.Equal(DropReason.SessionEnded, mailbox.Post(Frame(2))!.Value.Reason);
        Assert.Equal(1ul, (await Take(mailbox))!.Frame.Sequence);
        Assert.Null(await Take(mailbox));
    }

    [Fact]
    public async Task Take_TheGateIsFull_TheFrameIsChosenWhenItsTurnComes()
    {
        var others = new List<FramePass>();
        while (others.Count < _gate.Limit)
            others.Add(await _gate.EnterAsync(() => 0, served: 0, CancellationToken.None));
        var mailbox = new FrameMailbox(4, newestOnly: true, _time);
        mailbox.Post(Frame(1));
        var taking = Take(mailbox).AsTask();
        Assert.Equal(1ul, mailbox.Post(Frame(2))!.Value.Frame.Frame.Sequence);
        Assert.False(taking.IsCompleted);
        others[0].GiveBack(telling: true);
        Assert.Equal(2ul, (await taking)!.Frame.Sequence);
    }

    [Fact]
    public async Task Take_AllHaveExpiredWhenTheTurnComes_ThePassIsGivenBack()
    {
        var mailbox = new FrameMailbox(4, newestOnly: false, _time);
        for (var i = 0; i < 2 * _gate.Limit; i++)
        {
            mailbox.Post(Frame((ulong)i));
            _time.Advance(TimeSpan.FromSeconds(2));
            var taking = mailbox.TakeAsync(_gate, _ => ValueTask.CompletedTask, CancellationToken.None).AsTask();
            mailbox.Post(Frame((ulong)(100 + i)));
            (await taking)!.Pass!.GiveBack(telling: false);
        }
    }

    [Fact]
    public async Task Take_CancelledWhileItWaits_IsCancelled()
    {
        using var giveUp = new CancellationTokenSource();
        var mailbox = new FrameMailbox(4, newestOnly: false, _time);
        var taking = mailbox.TakeAsync(_gate, _ => ValueTask.CompletedTask, giveUp.Token).AsTask();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
        Assert.Equal(DropReason.SessionEnded, mailbox.Post(Frame(1))!.Value.Reason);
    }

    [Fact]
    public async Task Take_CancelledWithFramesInside_IsCancelledAndTheyStay()
    {
        var mailbox = new FrameMailbox(4, newestOnly: false, _time);
        mailbox.Post(Frame(1));
        mailbox.Post(Frame(2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await mailbox.TakeAsync(_gate, _ => ValueTask.CompletedTask, new CancellationToken(canceled: true)));
        Assert.Equal([1ul, 2ul], mailbox.Clear().Select(f => f.Frame.Sequence));
    }

    [Fact]
    public async Task Take_OneTokenForAllFrames_EachIsTaken()
    {
        using var giveUp = new CancellationTokenSource();
        var mailbox = new FrameMailbox(4, newestOnly: false, _time);
        for (var i = 1ul; i <= 5; i++)
        {
            var taking = mailbox.TakeAsync(_gate, _ => ValueTask.CompletedTask, giveUp.Token);
            Assert.Null(mailbox.Post(Frame(i)));
            var taken = await taking;
            Assert.Equal(i, taken!.Frame.Sequence);
            taken.Pass!.GiveBack(telling: true);
        }
    }

    private ValueTask<PendingFrame?> Take(FrameMailbox mailbox) =>
        mailbox.TakeAsync(_gate, _ => throw new InvalidOperationException("Nothing may expire here."), CancellationToken.None);

    private PendingFrame Frame(ulong sequence) =>
        new(new Frame { Sequence = sequence }, DateTime.UnixEpoch, _time.GetTimestamp(), TimeSpan.FromSeconds(1), s_tracer.Begin("frame"));
}
