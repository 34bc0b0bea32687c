using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using static EmotionGrpc.Client.Tests.Sessions.EmotionSessionTests;

namespace EmotionGrpc.Client.Tests.Suite;

/// <summary>Frames of the sample video through bad links to the real suite: each is answered exactly once, whatever happens on the way.</summary>
public sealed class LinkTests(SuiteFixture suite) : IClassFixture<SuiteFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly EmotionSessionOptions Options = new()
    {
        Reconnect = new ReconnectOptions { InitialPause = TimeSpan.FromMilliseconds(20), MaximumPause = TimeSpan.FromMilliseconds(200), MaximumAttempts = null },
        // Where none may be lost, none may grow too old.
        Server = new SessionOptions { TimeToLive = Duration.FromTimeSpan(Patience) },
        HeartbeatInterval = TimeSpan.FromMilliseconds(200),
        HeartbeatTimeout = TimeSpan.FromSeconds(2),
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_LinkIsCutTwice_EveryFrameIsAnsweredByAResult(bool reset)
    {
        await using var link = new TcpProxy(suite.Process.Port);
        using var client = new EmotionClient(link.Address);
        await using var session = await client.OpenSessionAsync(Options);
        var states = States(session);
        var reading = ReadAsync(session);

        for (ulong i = 1; i <= 60; i++)
        {
            await session.SendAsync(SampleFrames.Frame(i));
            if (i is 20 or 40)
                link.Cut(reset);
        }

        await session.CompleteAsync().WaitAsync(Patience);
        var answers = await reading;

        AssertEachOnce(session, answers, 60);
        Assert.All(answers, a => Assert.IsType<ResultAnswer>(a));
        Assert.True(session.Counters.Reconnects >= 2);
        Assert.Contains(states, s => s is { State: EmotionSessionState.Reconnecting, Attempt: 1, Delay: not null });
    }

    [Fact]
    public async Task SendAsync_LinkFallsSilent_TheHeartbeatFindsOutAndNothingIsLost()
    {
        await using var link = new TcpProxy(suite.Process.Port);
        using var client = new EmotionClient(link.Address);
        await using var session = await client.OpenSessionAsync(Options);
        var states = States(session);
        var reading = ReadAsync(session);
        for (ulong i = 1; i <= 10; i++)
            await session.SendAsync(SampleFrames.Frame(i));

        link.Stall();
        var sending = Task.Run(async () =>
        {
            for (ulong i = 11; i <= 20; i++)
                await session.SendAsync(SampleFrames.Frame(i));
        });
        await Eventually.TrueAsync(() => states.Any(s => s.Reason.Contains("said nothing for 2 s", StringComparison.Ordinal)));
        link.Heal();
        await sending.WaitAsync(Patience);
        await session.CompleteAsync().WaitAsync(Patience);
        var answers = await reading;

        AssertEachOnce(session, answers, 20);
        Assert.All(answers, a => Assert.IsType<ResultAnswer>(a));
    }

    [Fact]
    public async Task Offer_LinkSlowerThanTheCamera_TheNewestWinAndEveryLossIsTold()
    {
        await using var link = new TcpProxy(suite.Process.Port);
        using var client = new EmotionClient(link.Address);
        await using var session = await client.OpenSessionAsync(Options with { HeartbeatTimeout = Patience });
        var reading = ReadAsync(session);
        link.Throttle(200_000);

        for (ulong i = 1; i <= 75; i++)
        {
            Assert.True(session.Offer(SampleFrames.Frame(i)));
            await Task.Delay(TimeSpan.FromMilliseconds(40));
        }

        link.Heal();
        await session.CompleteAsync().WaitAsync(Patience);
        var answers = await reading;

        AssertEachOnce(session, answers, 75);
        Assert.True(session.Counters.DroppedBy(DropSide.Client) > 0);
        Assert.Equal(0, session.Counters.Reconnects);
        // The last frame is the newest: nothing can take its place.
        Assert.IsType<ResultAnswer>(answers.Single(a => a.Sequence == 75));
    }

    private static void AssertEachOnce(EmotionSession session, List<FrameAnswer> answers, int frames)
    {
        Assert.Equal(Enumerable.Range(1, frames).Select(i => (ulong)i), answers.Select(a => a.Sequence).Order());
        var counters = session.Counters;
        Assert.Equal((frames, frames), (counters.Sent, counters.Answered));
        Assert.Equal(answers.OfType<ResultAnswer>().Count(), counters.Results);
        Assert.Equal(answers.OfType<ErrorAnswer>().Count(), counters.Errors);
        Assert.Equal(answers.OfType<DroppedAnswer>().GroupBy(d => d.Reason).ToDictionary(d => d.Key, d => (long)d.Count()), counters.Dropped);
    }
}
