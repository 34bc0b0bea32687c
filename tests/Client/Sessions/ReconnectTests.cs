using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static EmotionGrpc.Client.Tests.Sessions.EmotionSessionTests;

namespace EmotionGrpc.Client.Tests.Sessions;

public sealed class ReconnectTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly ReconnectOptions Quick = new() { InitialPause = TimeSpan.FromMilliseconds(5), MaximumPause = TimeSpan.FromMilliseconds(40), MaximumAttempts = 400 };

    [Fact]
    public async Task Session_ServerKilledAndStartedAgain_AnswersEveryFrameOnce()
    {
        var recognition = new ScriptedRecognition();
        // Before the break every third frame stays unanswered.
        recognition.Answer = f => f.Sequence % 3 == 0 ? [] : [ScriptedResults.Result(f)];
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick });
        var states = States(session);
        var reading = ReadAsync(session);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
                await session.SendAsync(Picture());
        });

        // Four credits: frames 3, 6, 9 and 12 hold all of them.
        while (await recognition.Received.Reader.ReadAsync() != 12)
        {
        }

        await server.KillAsync();
        recognition.Answer = f => [ScriptedResults.Result(f)];
        await server.StartAsync();
        await sending.WaitAsync(Deadline);
        await session.CompleteAsync().WaitAsync(Deadline);
        var answers = await reading;

        Assert.Equal(Enumerable.Range(1, 60).Select(i => (ulong)i), answers.Select(a => a.Sequence).Order());
        Assert.All(answers, a => Assert.IsType<ResultAnswer>(a));
        Assert.Equal("session-2", answers.OfType<ResultAnswer>().Single(a => a.Sequence == 3).SessionId);
        var counters = session.Counters;
        Assert.True(counters.Resent >= 4);
        Assert.True(counters.Reconnects >= 1);
        Assert.Contains(states, s => s.State == EmotionSessionState.Reconnecting);
        Assert.Equal(EmotionSessionState.Closed, session.State);
    }

    [Fact]
    public async Task Session_ClosedByTheServerUnasked_GoesOnElsewhere()
    {
        // What a client sees of a gateway that stops: the server behind closes in order, and then the call ends.
        var recognition = new ScriptedRecognition();
        recognition.Answer = f => f.Sequence == 3 ? [ScriptedResults.Result(f), new RecognizeResponse { Closed = new SessionClosed { Counts = new SessionCounts() } }] : [ScriptedResults.Result(f)];
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick });
        var reading = ReadAsync(session);
        for (var i = 0; i < 3; i++)
            await session.SendAsync(Picture());
        while (await recognition.Received.Reader.ReadAsync() != 3)
        {
        }

        await recognition.BreakAsync();
        for (var i = 0; i < 3; i++)
            await session.SendAsync(Picture()).AsTask().WaitAsync(Deadline);
        await session.CompleteAsync().WaitAsync(Deadline);

        Assert.Equal((ulong[])[1, 2, 3, 4, 5, 6], (await reading).OfType<ResultAnswer>().Select(a => a.Sequence).Order());
        Assert.True(session.Counters.Reconnects >= 1);
    }

    [Fact]
    public async Task Session_ClosedInOrderWithAFrameUnanswered_AsksAnotherServerForIt()
    {
        var recognition = new ScriptedRecognition();
        recognition.Answer = f => f.Sequence == 2 && recognition.Opens.Count == 1 ? [] : [ScriptedResults.Result(f)];
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick });
        var reading = ReadAsync(session);
        for (var i = 0; i < 3; i++)
            await session.SendAsync(Picture());
        var closed = await session.CompleteAsync().WaitAsync(Deadline);

        Assert.Equal((ulong[])[1, 2, 3], (await reading).OfType<ResultAnswer>().Select(a => a.Sequence).Order());
        Assert.Equal(2, recognition.Opens.Count);
        Assert.NotNull(closed);
        Assert.Equal(EmotionSessionState.Closed, session.State);
    }

    [Fact]
    public async Task Session_MoreUnansweredThanKept_DropsTheOldestByItsOwnReason()
    {
        var recognition = new ScriptedRecognition { Credits = 6, Answer = _ => [] };
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick with { MaximumKeptFrames = 2 } });
        var reading = ReadAsync(session);
        for (var i = 0; i < 6; i++)
            await session.SendAsync(Picture());
        while (await recognition.Received.Reader.ReadAsync() != 6)
        {
        }

        await server.KillAsync();
        recognition.Answer = f => [ScriptedResults.Result(f)];
        await server.StartAsync();
        await session.CompleteAsync().WaitAsync(Deadline);
        var answers = await reading;

        Assert.Equal([1ul, 2, 3, 4], answers.OfType<DroppedAnswer>().Where(d => d.Reason == FrameDropReason.ConnectionLost).Select(d => d.Sequence));
        Assert.Equal([5ul, 6], answers.OfType<ResultAnswer>().Select(r => r.Sequence));
    }

    [Fact]
    public async Task Session_FrameThatBreaksSessions_IsDroppedAfterItsResends()
    {
        var recognition = new ScriptedRecognition();
        recognition.Answer = f => f.Sequence == 2 ? throw new RpcException(new Status(StatusCode.Internal, "broken by a frame")) : [ScriptedResults.Result(f)];
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick with { MaximumResends = 2 } });
        var reading = ReadAsync(session);

        await session.SendAsync(Picture());
        await session.SendAsync(Picture());
        await session.CompleteAsync().WaitAsync(Deadline);
        var answers = await reading;

        Assert.Equal(3, recognition.Opens.Count - 1);
        Assert.Equal(FrameDropReason.ConnectionLost, Assert.IsType<DroppedAnswer>(answers.Single(a => a.Sequence == 2)).Reason);
        Assert.IsType<ResultAnswer>(answers.Single(a => a.Sequence == 1));
    }

    [Fact]
    public async Task Session_ServerStaysAway_FailsAfterItsAttemptsAndDropsWhatIsLeft()
    {
        var recognition = new ScriptedRecognition { Answer = _ => [] };
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick with { MaximumAttempts = 3 } });
        await session.SendAsync(Picture());
        await recognition.Received.Reader.ReadAsync();

        await server.KillAsync();
        var answers = new List<FrameAnswer>();
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var answer in session.ReadAllAsync())
                answers.Add(answer);
        }).WaitAsync(Deadline);

        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Equal(FrameDropReason.ConnectionLost, Assert.IsType<DroppedAnswer>(Assert.Single(answers)).Reason);
        Assert.Equal(EmotionSessionState.Failed, session.State);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.SendAsync(Picture()));
    }

    [Fact]
    public async Task Session_PermanentStatus_FailsAtOnce()
    {
        var recognition = new ScriptedRecognition { Answer = _ => throw new RpcException(new Status(StatusCode.InvalidArgument, "not like this")) };
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick });

        await session.SendAsync(Picture());
        var e = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(session)).WaitAsync(Deadline);

        Assert.Equal("not like this", e.Status.Detail);
        Assert.Single(recognition.Opens);
    }

    [Fact]
    public async Task Session_GoAway_MovesAndSendsTheRestToTheNextSession()
    {
        var recognition = new ScriptedRecognition();
        recognition.Answer = f => recognition.Opens.Count == 1 && f.Sequence == 3
            ? [new RecognizeResponse { GoAway = new GoAway { Reason = "draining", RetryAfter = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(1)) } }]
            : [ScriptedResults.Result(f)];
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick });
        var states = States(session);
        var reading = ReadAsync(session);

        for (var i = 0; i < 10; i++)
            await session.SendAsync(Picture());
        await session.CompleteAsync().WaitAsync(Deadline);
        var answers = await reading;

        Assert.Equal(Enumerable.Range(1, 10).Select(i => (ulong)i), answers.Select(a => a.Sequence).Order());
        Assert.All(answers, a => Assert.IsType<ResultAnswer>(a));
        Assert.Equal(2, recognition.Opens.Count);
        Assert.Contains(states, s => s is { State: EmotionSessionState.Moving, Reason: "draining" });
    }

    [Fact]
    public async Task Session_ConnectionsThatDoNotLast_CountAttemptsUntilOneIsHealthy()
    {
        var recognition = new ScriptedRecognition { Answer = f => f.Sequence == 1 ? throw new RpcException(new Status(StatusCode.Internal, "broken")) : [ScriptedResults.Result(f)] };
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        var sickly = await AttemptsAsync(client, Quick with { HealthyAfter = TimeSpan.FromHours(1) });
        var healthy = await AttemptsAsync(client, Quick with { HealthyAfter = TimeSpan.Zero });

        // One send, three resends: four breaks.
        Assert.Equal([1, 2, 3, 4], sickly);
        Assert.Equal([1, 1, 1, 1], healthy);

        static async Task<List<int>> AttemptsAsync(EmotionClient client, ReconnectOptions reconnect)
        {
            await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = reconnect });
            var states = States(session);
            var reading = ReadAsync(session);
            await session.SendAsync(Picture());
            await session.CompleteAsync().WaitAsync(Deadline);
            await reading;
            var reconnecting = states.Where(s => s.State == EmotionSessionState.Reconnecting).ToList();
            Assert.All(reconnecting, s => Assert.InRange(s.Delay!.Value, TimeSpan.Zero, reconnect.MaximumPause));
            return [.. reconnecting.Select(s => s.Attempt)];
        }
    }

    [Fact]
    public async Task OpenSessionAsync_SilentServer_EndsAtItsTimeout()
    {
        await using var server = await new FailingServer(new ScriptedRecognition()).StartAsync();
        await using var link = new TcpProxy(new Uri(server.Address).Port);
        link.Stall();
        using var client = new EmotionClient(link.Address);

        var e = await Assert.ThrowsAsync<RpcException>(
            () => client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick with { OpenTimeout = TimeSpan.FromMilliseconds(300) } }));

        Assert.Equal((StatusCode.DeadlineExceeded, "The server did not confirm the session within 0.3 s."), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task OpenSessionAsync_RetryOpening_WaitsForItsServer()
    {
        await using var server = new FailingServer(new ScriptedRecognition());
        using var client = new EmotionClient(server.Address);
        var few = await Assert.ThrowsAsync<RpcException>(() => client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick with { RetryOpening = true, MaximumAttempts = 2 } }));
        var opening = client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick with { RetryOpening = true, MaximumAttempts = null } });

        await server.StartAsync();
        await using var session = await opening.WaitAsync(Deadline);

        Assert.Equal(StatusCode.Unavailable, few.StatusCode);
        Assert.Equal("session-1", session.Opened.SessionId);
    }

    [Fact]
    public void Pause_ManyClients_SpreadOverAllOfADoubledAndBoundedPause()
    {
        var options = new ReconnectOptions { InitialPause = TimeSpan.FromMilliseconds(100), MaximumPause = TimeSpan.FromSeconds(1) };
        var random = new Random(1);

        for (var attempt = 1; attempt <= 10; attempt++)
        {
            var bound = Math.Min(1000, 100 * Math.Pow(2, attempt - 1));
            var pauses = Enumerable.Range(0, 1000).Select(_ => Internal.Backoff.Pause(options, attempt, random).TotalMilliseconds).ToArray();
            Assert.InRange(pauses.Min(), 0, bound * 0.05);
            Assert.InRange(pauses.Max(), bound * 0.95, bound);
        }
    }
}
