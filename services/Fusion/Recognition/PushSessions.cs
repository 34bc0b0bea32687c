using System.Collections.Concurrent;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>Sessions of callers that cannot stream: each call brings a frame, and a session without frames ends.</summary>
internal sealed class PushSessions(SessionStarter starter, SessionRegistry registry, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new();
    private volatile bool _stopping;

    /// <summary>Takes a frame in.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT, NOT_FOUND, UNAVAILABLE, RESOURCE_EXHAUSTED.</exception>
    public async Task<PushFrameResponse> PushAsync(PushFrameRequest request)
    {
        if (request.Frame is null)
            throw GrpcError.InvalidArgument("frame", "The request has no frame.");
        var entry = request.SessionId.Length == 0 ? await OpenAsync(request.Options) : Find(request.SessionId);
        // Calls come side by side; frames are taken in one at a time.
        await entry.Gate.WaitAsync();
        try
        {
            await entry.Session.PostAsync(request.Frame);
        }
        finally
        {
            entry.Gate.Release();
        }

        return new PushFrameResponse { Session = entry.Session.Opened(), Credits = entry.Session.FreeCredits };
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        foreach (var entry in _entries.Values)
            entry.Session.Complete();
        await Task.WhenAll(_entries.Values.Select(e => e.Working)).WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var entry in _entries.Values.Where(e => time.GetElapsedTime(e.Session.LastFrame) > s_idle))
                entry.Session.Complete();
        }
    }

    private async Task<Entry> OpenAsync(SessionOptions? options)
    {
        if (_stopping)
            throw GrpcError.Unavailable("The server is stopping.", TimeSpan.FromSeconds(1));
        var session = await starter.StartAsync(options, new NoSink());
        registry.Add(session);
        var entry = new Entry(session, RunAsync(session));
        _entries[session.Id] = entry;
        return entry;
    }

    private async Task RunAsync(RecognitionSession session)
    {
        await Task.Yield();
        try
        {
            await session.RunAsync(CancellationToken.None);
        }
        finally
        {
            registry.Remove(session);
            _entries.TryRemove(session.Id, out _);
        }
    }

    private Entry Find(string id)
    {
        if (_entries.TryGetValue(id, out var entry))
            return entry;
        registry.Find(id);
        throw GrpcError.FailedPrecondition("SESSION_IS_STREAMED", "That session is fed by its own stream; only sessions that PushFrame opened take frames from it.");
    }

    private sealed record Entry(RecognitionSession Session, Task Working)
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
    }

    /// <summary>Outcomes go to watchers only.</summary>
    private sealed class NoSink : ISessionSink
    {
        public ValueTask SendAsync(RecognizeResponse message) => ValueTask.CompletedTask;
    }
}
