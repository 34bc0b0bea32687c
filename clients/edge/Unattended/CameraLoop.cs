using EmotionGrpc.Client;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Live;
using EmotionGrpc.Edge.Results;
using EmotionGrpc.Edge.Sources;
using EmotionGrpc.Edge.Streaming;
using Grpc.Core;

namespace EmotionGrpc.Edge.Unattended;

/// <summary>Keeps one camera streaming: opens it again when it ends, when no frames come, and when the server is not there; says why.</summary>
internal sealed class CameraLoop(UnattendedOptions options, CameraOptions camera, EmotionClient client, EventLines events, TimeProvider time)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    /// <summary>A camera that has streamed so long was well: pauses begin anew.</summary>
    private static readonly TimeSpan s_healthyAfter = TimeSpan.FromSeconds(30);

    /// <summary>Beyond a camera's own patience: opening it, a pause, the server.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromMinutes(2);

    private long _lastSign = time.GetTimestamp();
    private long _runs;

    /// <summary>Whether something has happened lately; else a call into a driver hangs, and only a new process helps.</summary>
    public bool IsAlive => time.GetElapsedTime(Volatile.Read(ref _lastSign)) < TimeSpan.FromSeconds(options.NoFramesAfter) + s_slack;

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var statistics = new RunStatistics(time);
        await using var timer = time.CreateTimer(_ => TellFigures(statistics), null, TimeSpan.FromSeconds(options.TellEvery), TimeSpan.FromSeconds(options.TellEvery));
        var pause = s_firstPause;
        while (!stopping.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            var reason = await StreamAsync(statistics, stopping);
            if (stopping.IsCancellationRequested)
                break;
            pause = time.GetElapsedTime(began) >= s_healthyAfter ? s_firstPause : pause;
            events.Tell(camera.Name, "waiting", reason, new { Seconds = pause.TotalSeconds });
            await Sign(Task.Delay(pause, time, stopping)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }

        TellFigures(statistics);
    }

    /// <summary>Streams once.</summary>
    /// <returns>Why it has ended.</returns>
    private async Task<string> StreamAsync(RunStatistics statistics, CancellationToken stopping)
    {
        try
        {
            using var source = await Sign(Task.Run(() => FrameSources.Open(camera.Source, camera.FramesPerSecond, TimeSpan.FromSeconds(options.NoFramesAfter)), stopping));
            var settings = Settings();
            await using var session = await OpenAsync(settings, source, stopping);
            session.StateChanged += (_, change) => Tell(change);
            statistics.SourceOpened();
            events.Tell(camera.Name, "opened", null, new { Source = source.Name, Session = session.Opened.SessionId, Run = ++_runs });
            await using var results = options.Record is { } folder ? new JsonLinesWriter(Path.Combine(folder, $"{camera.Name}.jsonl"), append: true) : null;
            IRunObserver[] observers = [statistics, new SignOfLife(() => Volatile.Write(ref _lastSign, time.GetTimestamp())), .. results is null ? (IRunObserver[])[] : [results]];
            var run = new StreamRun(settings, source, realtime: source.HasClock, time);
            await run.RunAsync(session, observers, stopping);
            return source.IsLive ? $"No frame came from {source.Name} for {options.NoFramesAfter:0.#} s, or it has ended." : $"{source.Name} has ended.";
        }
        catch (EdgeException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return "";
        }
    }

    private async Task<EmotionSession> OpenAsync(RunSettings settings, IFrameSource source, CancellationToken stopping)
    {
        try
        {
            var request = SessionRequest.Create(settings, source, source.HasClock);
            return await Sign(client.OpenSessionAsync(request with { Reconnect = request.Reconnect with { MaximumAttempts = null } }, stopping));
        }
        catch (RpcException e)
        {
            throw ServerErrors.Explain(e, options.Server);
        }
    }

    private async Task<T> Sign<T>(Task<T> task)
    {
        Volatile.Write(ref _lastSign, time.GetTimestamp());
        return await task;
    }

    private Task Sign(Task task)
    {
        Volatile.Write(ref _lastSign, time.GetTimestamp());
        return task;
    }

    private void Tell(EmotionSessionStateChange change)
    {
        // While the server is away no answer comes, and that is no fault of the camera.
        Volatile.Write(ref _lastSign, time.GetTimestamp());
        if (change is { State: EmotionSessionState.Reconnecting, Delay: { } delay })
            events.Tell(camera.Name, "reconnecting", change.Reason, new { change.Attempt, Seconds = Math.Round(delay.TotalSeconds, 1) });
        else if (change.Resumed is { } resumed)
            events.Tell(camera.Name, "connected", change.Reason, new { Resumed = resumed });
    }

    private void TellFigures(RunStatistics statistics)
    {
        var now = statistics.Read();
        events.Tell(camera.Name, "statistics", null, new
        {
            now.Sent,
            now.Results,
            Dropped = now.Dropped.ToDictionary(d => Wording.Of(d.Key), d => d.Value),
            now.Errors,
            Persons = now.Persons.Count,
            ResultsPerSecond = Math.Round(now.RecentRate, 1),
            AgeMedian = Milliseconds(now.AgeMedian),
            AgePercentile95 = Milliseconds(now.AgePercentile95),
        });

        static double? Milliseconds(TimeSpan? age) => age is { } a ? Math.Round(a.TotalMilliseconds) : null;
    }

    private RunSettings Settings() => new()
    {
        Source = camera.Source,
        Server = options.Server,
        FramesPerSecond = camera.FramesPerSecond,
        MaximumWidth = camera.MaximumWidth,
        Quality = camera.Quality,
        Fixed = camera.Fixed,
        Policy = PolicyNames.Parse(camera.Policy) ?? default,
        Segments = (uint)(camera.Segments ?? 0),
        Window = camera.Window,
        Cadence = (uint)(camera.Cadence ?? 0),
        Name = camera.Name,
    };
}
