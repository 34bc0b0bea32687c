using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class MailboxTests
{
    private static readonly FrameTracer s_tracer = new(new ServiceIdentity("Test"));
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Post_OverCapacity_TheNewestWin()
    {
        var mailbox = new FrameMailbox(2, _time);
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
        var mailbox = new FrameMailbox(4, _time);
        mailbox.Post(Frame(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        mailbox.Post(Frame(2));
        var expired = new List<ulong>();
        var taken = await mailbox.TakeAsync(
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
        var mailbox = new FrameMailbox(4, _time);
        mailbox.Post(Frame(1));
        mailbox.Complete();
        Assert.Equal(DropReason.SessionEnded, mailbox.Post(Frame(2))!.Value.Reason);
        Assert.Equal(1ul, (await Take(mailbox))!.Frame.Sequence);
        Assert.Null(await Take(mailbox));
    }

    private static ValueTask<PendingFrame?> Take(FrameMailbox mailbox) =>
        mailbox.TakeAsync(_ => throw new InvalidOperationException("Nothing may expire here."), CancellationToken.None);

    private PendingFrame Frame(ulong sequence) =>
        new(new Frame { Sequence = sequence }, DateTime.UnixEpoch, _time.GetTimestamp(), TimeSpan.FromSeconds(1), s_tracer.Begin("frame"));
}
