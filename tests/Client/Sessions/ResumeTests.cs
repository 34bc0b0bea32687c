using EmotionGrpc.Client.Internal;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using static EmotionGrpc.Client.Tests.Sessions.EmotionSessionTests;

namespace EmotionGrpc.Client.Tests.Sessions;

/// <summary>What a session sends again, and when it begins anew; the server's half is scripted, so that tokens come where a case needs them.</summary>
public sealed class ResumeTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly ReconnectOptions Quick = new() { InitialPause = TimeSpan.FromMilliseconds(5), MaximumPause = TimeSpan.FromMilliseconds(40), MaximumAttempts = null };

    [Fact]
    public async Task Reconnect_TokenTaken_SendsAllAfterItAgainAndIgnoresSecondAnswers()
    {
        var recognition = new ScriptedRecognition { Credits = 8, Resume = _ => 3 };
        recognition.Answer = f => f.Sequence switch
        {
            3 => [ScriptedResults.Result(f), Token(3)],
            5 => [ScriptedResults.Dropped(f.Sequence, DropReason.Superseded)],
            >= 6 => [],
            _ => [ScriptedResults.Result(f)],
        };
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick });
        var states = States(session);
        var reading = ReadAsync(session);
        for (var i = 0; i < 7; i++)
            await session.SendAsync(Picture());
        await Eventually.TrueAsync(() => session.Counters is { Answered: 5 } && recognition.Received.Reader.Count == 7);

        await server.KillAsync();
        recognition.Answer = f => [ScriptedResults.Result(f)];
        await server.StartAsync();
        await session.CompleteAsync().WaitAsync(Deadline);
        var answers = await reading;

        // Frame 4 is answered, but its effect is not in the token; frame 5 had none.
        Assert.Equal([1ul, 2, 3, 4, 5, 6, 7, 4, 6, 7], await recognition.Received.Reader.ReadAllAsync(Soon()).Take(10).ToListAsync());
        Assert.Equal(Enumerable.Range(1, 7).Select(i => (ulong)i), answers.Select(a => a.Sequence).Order());
        var opens = recognition.Opens.ToArray();
        Assert.Equal((ByteString.Empty, ByteString.CopyFromUtf8("token 3")), (opens[0].ResumeToken, opens[^1].ResumeToken));
        Assert.Equal(32, opens[0].ResumeKey.Length);
        Assert.Equal(opens[0].ResumeKey, opens[^1].ResumeKey);
        var counters = session.Counters;
        Assert.Equal((1, 1, 2, 1), (counters.Reconnects, counters.Resumed, counters.Resent, counters.Replayed));
        Assert.True(Assert.Single(states, s => s.Resumed != null).Resumed);
    }

    [Fact]
    public async Task Reconnect_TokenRefused_BeginsAnewAndSaysWhy()
    {
        var recognition = new ScriptedRecognition
        {
            Credits = 8,
            Resume = _ => throw Refusal("RESUME_TOKEN_EXPIRED", "The token is 12 minutes old."),
        };
        recognition.Answer = f => f.Sequence switch
        {
            1 => [ScriptedResults.Result(f), Token(1)],
            3 => [],
            _ => [ScriptedResults.Result(f)],
        };
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick });
        var states = States(session);
        var reading = ReadAsync(session);
        for (var i = 0; i < 3; i++)
            await session.SendAsync(Picture());
        await Eventually.TrueAsync(() => session.Counters is { Answered: 2 } && recognition.Received.Reader.Count == 3);

        await server.KillAsync();
        recognition.Answer = f => [ScriptedResults.Result(f)];
        await server.StartAsync();
        await session.CompleteAsync().WaitAsync(Deadline);
        await reading;

        var opened = Assert.Single(states, s => s.Resumed != null);
        Assert.False(opened.Resumed);
        Assert.Contains("RESUME_TOKEN_EXPIRED: The token is 12 minutes old.", opened.Reason, StringComparison.Ordinal);
        Assert.Equal([1ul, 2, 3, 3], await recognition.Received.Reader.ReadAllAsync(Soon()).Take(4).ToListAsync());
        Assert.Equal(ByteString.Empty, recognition.Opens.Last().ResumeToken);
        Assert.Equal((1, 0, 3), (session.Counters.Reconnects, session.Counters.Resumed, session.Counters.Results));
    }

    [Fact]
    public async Task Reconnect_OtherRefusal_IsNotTakenForTheTokens()
    {
        var recognition = new ScriptedRecognition { Resume = _ => throw Refusal("SOMETHING_ELSE", "Not like this.") };
        recognition.Answer = f => f.Sequence == 1 ? [ScriptedResults.Result(f), Token(1)] : throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "gone"));
        await using var server = await new FailingServer(recognition).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Reconnect = Quick });
        await session.SendAsync(Picture());
        await session.SendAsync(Picture());

        var e = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(session)).WaitAsync(Deadline);

        Assert.Equal("Not like this.", e.Status.Detail);
    }

    [Fact]
    public void Trim_MoreThanIsKept_ForgetsAnsweredFramesFirst()
    {
        var ledger = new FrameLedger(new ReconnectOptions { MaximumKeptFrames = 3 }, TimeProvider.System);
        ledger.Resume(100, null);
        Send(ledger, 3);
        ledger.Answer(2, hadEffect: true);
        ledger.Answer(3, hadEffect: true);
        ledger.Reached(1);

        Send(ledger, 3);
        ledger.Pause();
        var lost = ledger.Resume(100, 1);

        // Of six frames three are kept: both answered ones went, then the oldest.
        Assert.Equal([1ul], lost.Select(l => l.Sequence));
        Assert.Equal([4ul, 5, 6], Enumerable.Range(0, 3).Select(_ => ledger.TryTake()!.Sequence));
        Assert.Null(ledger.TryTake());
    }

    [Fact]
    public void Trim_MoreBytesThanAreKept_ForgetsTheOldest()
    {
        // Each picture has 192 bytes.
        var ledger = new FrameLedger(new ReconnectOptions { MaximumKeptBytes = 400 }, TimeProvider.System);
        ledger.Resume(100, null);
        Send(ledger, 3);

        ledger.Pause();

        Assert.Equal([1ul], ledger.Resume(100, null).Select(l => l.Sequence));
    }

    private static void Send(FrameLedger ledger, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            Assert.True(ledger.TryAccept(Picture()));
            Assert.NotNull(ledger.TryTake());
        }
    }

    private static CancellationToken Soon() => new CancellationTokenSource(Deadline).Token;

    private static RecognizeResponse Token(ulong sequence) => new() { ResumeToken = new ResumeToken { Token = ByteString.CopyFromUtf8($"token {sequence}"), Sequence = sequence } };

    private static RpcException Refusal(string reason, string message) => new Google.Rpc.Status
    {
        Code = (int)Code.FailedPrecondition,
        Message = message,
        Details = { Any.Pack(new ErrorInfo { Reason = reason, Domain = "emotion.v1" }) },
    }.ToRpcException();
}
