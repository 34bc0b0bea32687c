using System.Collections.Concurrent;
using System.Diagnostics;
using EmotionGrpc.Client;
using EmotionGrpc.Reliability.Report;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EmotionGrpc.Reliability.Cameras;

/// <summary>Plays the sample video through a session, at a camera's pace: whatever happens, it goes on.</summary>
internal sealed class Camera(string name, string address, ChaosPlan plan, Journal journal)
{
    private const double VideoFramesPerSecond = 25;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<ulong, long> _sentAt = new();
    private readonly ConcurrentQueue<long> _breaks = new();
    private readonly ConcurrentQueue<CameraAnswer> _answers = new();
    private EmotionSession? _session;

    public string Name => name;

    /// <summary>Frames that were offered and taken.</summary>
    public long Sent { get; private set; }

    /// <summary>The answers in the order of their coming.</summary>
    public IReadOnlyCollection<CameraAnswer> Answers => _answers;

    /// <summary>Timestamps of the stopwatch at which the connection broke.</summary>
    public IReadOnlyCollection<long> Breaks => _breaks;

    /// <summary>The session's own account.</summary>
    public EmotionSessionCounters? Counters => _session?.Counters;

    /// <summary>Why it gave up; null when it did not.</summary>
    public string? Exit { get; private set; }

    /// <summary>Streams until it is ended, and then until all is answered.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        try
        {
            using var client = new EmotionClient(address);
            await using var session = await client.OpenSessionAsync(Options(), CancellationToken.None);
            _session = session;
            session.StateChanged += (_, change) => Tell(change);
            var reading = ReadAsync(session);
            await SendAsync(session, ending);
            await session.CompleteAsync(new CancellationTokenSource(Patience).Token);
            await reading;
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            Exit = e.Message;
            journal.Tell("exit", $"{name}: {e.Message}");
        }
    }

    private EmotionSessionOptions Options() => new()
    {
        Server = new SessionOptions
        {
            Source = name,
            NewestOnly = !plan.Rolling,
            TimeToLive = plan.Rolling ? Duration.FromTimeSpan(TimeSpan.FromSeconds(60)) : null,
        },
        Reconnect = new ReconnectOptions { MaximumAttempts = null, RetryOpening = true, MaximumPause = TimeSpan.FromSeconds(2), OpenTimeout = TimeSpan.FromSeconds(3) },
        HeartbeatInterval = TimeSpan.FromSeconds(1),
        HeartbeatTimeout = TimeSpan.FromSeconds(4),
        AnswerBuffer = 10_000,
    };

    private async Task SendAsync(EmotionSession session, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / plan.FramesPerSecond));
        try
        {
            for (ulong sequence = 1; await timer.WaitForNextTickAsync(ending); sequence++)
            {
                _sentAt[sequence] = Stopwatch.GetTimestamp();
                var shown = 1 + (ulong)(sequence * VideoFramesPerSecond / plan.FramesPerSecond);
                var frame = new Frame { Sequence = sequence, CaptureTime = Timestamp.FromDateTime(DateTime.UtcNow), Image = SampleFrames.Image(shown) };
                if (plan.Rolling)
                    await session.SendAsync(frame, ending);
                else if (!session.Offer(frame))
                    continue;
                Sent++;
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    private async Task ReadAsync(EmotionSession session)
    {
        await foreach (var answer in session.ReadAllAsync())
            _answers.Enqueue(new CameraAnswer(answer, _sentAt[answer.Sequence], Stopwatch.GetTimestamp()));
    }

    private void Tell(EmotionSessionStateChange change)
    {
        if (change is { State: EmotionSessionState.Reconnecting, Attempt: 1 })
            _breaks.Enqueue(Stopwatch.GetTimestamp());
        if (change.State == EmotionSessionState.Reconnecting)
            journal.Tell("break", $"{name}, attempt {change.Attempt}: {change.Reason}");
        else if (change.Resumed is { } resumed)
            journal.Tell("back", $"{name}, {(resumed ? "with its context" : "anew")}{(change.Reason.Length > 0 ? $": {change.Reason}" : "")}");
    }
}
