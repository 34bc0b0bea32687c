using EmotionGrpc.TestSupport;
using static EmotionGrpc.Client.Tests.Sessions.EmotionSessionTests;

namespace EmotionGrpc.Client.Tests.Sessions;

public sealed class OfferTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Offer_NoCreditLeft_TheNewestWinsAndEveryLossIsTold()
    {
        var go = new TaskCompletionSource();
        var recognition = new ScriptedRecognition { Credits = 1 };
        recognition.Answer = f =>
        {
            go.Task.Wait(Deadline);
            return [ScriptedResults.Result(f)];
        };
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync();
        var reading = ReadAsync(session);

        Assert.True(session.Offer(Picture()));
        await recognition.Received.Reader.ReadAsync();
        for (var i = 0; i < 5; i++)
            Assert.True(session.Offer(Picture()));
        go.SetResult();
        await session.CompleteAsync().WaitAsync(Deadline);
        var answers = await reading;

        Assert.Equal([1ul, 6], answers.OfType<ResultAnswer>().Select(a => a.Sequence));
        Assert.Equal([2ul, 3, 4, 5], answers.OfType<DroppedAnswer>().Where(d => d.Reason == FrameDropReason.LinkBusy).Select(d => d.Sequence));
        var counters = session.Counters;
        Assert.Equal((6, 6, 0), (counters.Sent, counters.Answered, counters.Unanswered));
        Assert.Equal((4, 0, 0), (counters.DroppedBy(DropSide.Client), counters.DroppedBy(DropSide.Server), counters.DroppedBy(DropSide.Link)));
    }

    [Fact]
    public async Task Offer_NobodyReadsAnswers_IsRefusedInsteadOfPilingUp()
    {
        await using var server = await new FailingServer(new ScriptedRecognition { Credits = 1, Answer = _ => [] }).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { AnswerBuffer = 2 });
        Assert.True(session.Offer(Picture()));
        await server.Recognition.Received.Reader.ReadAsync();

        // One waits, two take its place and fill the buffer with losses.
        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => session.Offer(Picture())));

        Assert.Equal((4, 2), (session.Counters.Sent, session.Counters.Unanswered));
    }

    [Fact]
    public async Task Offer_WhileReconnecting_TakesTheNewestFrame()
    {
        var recognition = new ScriptedRecognition();
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions
        {
            Reconnect = new ReconnectOptions { InitialPause = TimeSpan.FromMilliseconds(5), MaximumPause = TimeSpan.FromMilliseconds(40), MaximumAttempts = null },
        });
        var reading = ReadAsync(session);
        await server.KillAsync();
        await Eventually.TrueAsync(() => session.State == EmotionSessionState.Reconnecting);

        for (var i = 0; i < 4; i++)
            Assert.True(session.Offer(Picture()));
        await server.StartAsync();
        await session.CompleteAsync().WaitAsync(Deadline);
        var answers = await reading;

        Assert.Equal([4ul], answers.OfType<ResultAnswer>().Select(a => a.Sequence));
        Assert.Equal([1ul, 2, 3], answers.OfType<DroppedAnswer>().Select(a => a.Sequence));
    }
}
