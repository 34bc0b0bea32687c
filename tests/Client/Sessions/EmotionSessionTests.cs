using System.Collections.Concurrent;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EmotionGrpc.Client.Tests.Sessions;

public sealed class EmotionSessionTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task SendAsync_EveryFrame_IsAnsweredOnceAndClosedWithCounts()
    {
        await using var server = await new FailingServer(new ScriptedRecognition
        {
            Answer = f => [(f.Sequence % 5) switch
            {
                0 => ScriptedResults.Dropped(f.Sequence, DropReason.Superseded),
                1 => ScriptedResults.Error(f.Sequence),
                _ => ScriptedResults.Result(f),
            }],
        }).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync();

        var reading = ReadAsync(session);
        for (var i = 0; i < 50; i++)
            await session.SendAsync(Picture());
        var closed = await session.CompleteAsync().WaitAsync(Deadline);
        var answers = await reading;

        Assert.Equal(Enumerable.Range(1, 50).Select(i => (ulong)i), answers.Select(a => a.Sequence).Order());
        Assert.Equal(10, answers.OfType<DroppedAnswer>().Count(d => d.Reason == FrameDropReason.Superseded));
        Assert.Equal(10, answers.OfType<ErrorAnswer>().Count());
        Assert.Equal(new SessionCounts { Received = 50, Results = 30, Dropped = 10, Errors = 10 }, closed!.Counts);
        var counters = session.Counters;
        Assert.Equal((50, 30, 10, 10, 0), (counters.Sent, counters.Results, counters.Dropped[FrameDropReason.Superseded], counters.Errors, counters.Unanswered));
        Assert.NotNull(counters.MedianAge);
        Assert.Equal(EmotionSessionState.Closed, session.State);
    }

    [Fact]
    public async Task SendAsync_NoCreditLeft_WaitsUntilAnAnswerComes()
    {
        var held = new List<Frame>();
        await using var server = await new FailingServer(new ScriptedRecognition
        {
            Credits = 2,
            Answer = f =>
            {
                held.Add(f);
                return f.Sequence < 2 ? [] : [ScriptedResults.Result(held[0])];
            },
        }).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync();

        await session.SendAsync(Picture()).AsTask().WaitAsync(Deadline);
        var more = Enumerable.Range(0, 3).Select(_ => session.SendAsync(Picture()).AsTask()).ToArray();
        var answer = await FirstAsync(session);

        Assert.Equal(1ul, answer.Sequence);
        // Frames 2 and 3 hold both credits, and nobody answers them.
        await Eventually.TrueAsync(() => more.Count(m => m.IsCompleted) == 2);
        Assert.Equal((3, 2), (session.Counters.Sent, session.Counters.Unanswered));
    }

    [Fact]
    public async Task SendAsync_CreditMessage_WidensTheWindow()
    {
        await using var server = await new FailingServer(new ScriptedRecognition
        {
            Credits = 1,
            Answer = f => f.Sequence == 1 ? [new RecognizeResponse { Credit = new Credit { Frames = 2 } }] : [],
        }).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync();

        for (var i = 0; i < 3; i++)
            await session.SendAsync(Picture()).AsTask().WaitAsync(Deadline);
        var fourth = session.SendAsync(Picture()).AsTask();

        Assert.False(fourth.IsCompleted);
    }

    [Fact]
    public async Task SendAsync_SequenceNotIncreasing_IsRefusedHere()
    {
        await using var server = await new FailingServer(new ScriptedRecognition()).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync();
        await session.SendAsync(Picture(7));

        var e = await Assert.ThrowsAsync<ArgumentException>(async () => await session.SendAsync(Picture(7)));

        Assert.Contains("not above the last one, 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenSessionAsync_NoServer_IsUnavailable()
    {
        await using var server = new FailingServer(new ScriptedRecognition());
        using var client = new EmotionClient(server.Address);

        var e = await Assert.ThrowsAsync<RpcException>(() => client.OpenSessionAsync());

        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public async Task OpenSessionAsync_RefusedOptions_TellsTheServersStatus()
    {
        await using var server = await new FailingServer(new ScriptedRecognition { Refusal = new Status(StatusCode.InvalidArgument, "segments must lie between 1 and 64") }).StartAsync();
        using var client = new EmotionClient(server.Address);

        var e = await Assert.ThrowsAsync<RpcException>(() => client.OpenSessionAsync());

        Assert.Equal((StatusCode.InvalidArgument, "segments must lie between 1 and 64"), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task Heartbeat_QuietSession_IsSentAndAnswered()
    {
        await using var server = await new FailingServer(new ScriptedRecognition()).StartAsync();
        var time = new ManualTime();
        using var client = new EmotionClient(new EmotionClientOptions { Address = server.Address, TimeProvider = time });
        await using var session = await client.OpenSessionAsync();
        await HeartIsBeatingAsync(time);

        time.Advance(TimeSpan.FromSeconds(5));

        await Eventually.TrueAsync(() => server.Recognition.Heartbeats == 1);
    }

    [Fact]
    public async Task Heartbeat_SilentServer_CountsAsBroken()
    {
        await using var server = await new FailingServer(new ScriptedRecognition { AnswersHeartbeats = false }).StartAsync();
        var time = new ManualTime();
        using var client = new EmotionClient(new EmotionClientOptions { Address = server.Address, TimeProvider = time });
        await using var session = await client.OpenSessionAsync();
        var states = States(session);
        await HeartIsBeatingAsync(time);

        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Eventually.TrueAsync(() => server.Recognition.Heartbeats == Math.Min(i + 1, 2));
        }

        await Eventually.TrueAsync(() => states.Any(s => s.State == EmotionSessionState.Reconnecting && s.Reason.Contains("said nothing for 15 s", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DisposeAsync_OpenSession_EndsReading()
    {
        await using var server = await new FailingServer(new ScriptedRecognition { Answer = _ => [] }).StartAsync();
        using var client = new EmotionClient(server.Address);
        var session = await client.OpenSessionAsync();
        var reading = ReadAsync(session);
        await session.SendAsync(Picture());

        await session.DisposeAsync();

        Assert.Empty(await reading.WaitAsync(Deadline));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.SendAsync(Picture()));
    }

    [Fact]
    public async Task ListSessionsAsync_AndRecognizeClipAsync_PassThrough()
    {
        await using var server = await new FailingServer(new ScriptedRecognition()).StartAsync();
        using var client = new EmotionClient(server.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Server = new SessionOptions { Source = "door" } });

        var sessions = await client.ListSessionsAsync();
        var clip = await client.RecognizeClipAsync(Clip(), new SessionOptions());

        Assert.Equal("door", Assert.Single(sessions).Source);
        Assert.Equal(3ul, clip.Counts.Results);
    }

    [Fact]
    public async Task RecognizeClipAsync_RefusedWhileSending_TellsTheServersStatus()
    {
        await using var server = await new FailingServer(new ScriptedRecognition { Refusal = new Status(StatusCode.InvalidArgument, "no") }).StartAsync();
        using var client = new EmotionClient(server.Address);

        var e = await Assert.ThrowsAsync<RpcException>(() => client.RecognizeClipAsync(Clip()));

        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    // The first timer that is armed bounds the opening, the second is the heartbeat's.
    private static async Task HeartIsBeatingAsync(ManualTime time)
    {
        await time.ArmedAsync().WaitAsync(Deadline);
        await time.ArmedAsync().WaitAsync(Deadline);
    }

    internal static Frame Picture(ulong sequence = 0) => new()
    {
        Sequence = sequence,
        CaptureTime = Timestamp.FromDateTime(DateTime.UtcNow),
        Image = new Image { Format = ImageFormat.Rgb24, Width = 8, Height = 8, Data = ByteString.CopyFrom(new byte[192]) },
    };

    internal static async Task<List<FrameAnswer>> ReadAsync(EmotionSession session)
    {
        var answers = new List<FrameAnswer>();
        await foreach (var answer in session.ReadAllAsync())
            answers.Add(answer);
        return answers;
    }

    internal static ConcurrentQueue<EmotionSessionStateChange> States(EmotionSession session)
    {
        var states = new ConcurrentQueue<EmotionSessionStateChange>();
        session.StateChanged += (_, change) => states.Enqueue(change);
        return states;
    }

    private static async Task<FrameAnswer> FirstAsync(EmotionSession session)
    {
        await foreach (var answer in session.ReadAllAsync())
            return answer;
        throw new InvalidOperationException("No answer came.");
    }

    private static async IAsyncEnumerable<Frame> Clip()
    {
        for (ulong i = 1; i <= 3; i++)
        {
            await Task.Yield();
            yield return Picture(i);
        }
    }
}
