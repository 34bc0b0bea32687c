using System.Runtime.CompilerServices;
using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.Fusion.Telemetry;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>A live session: every frame that is posted is answered by exactly one of result, dropped, error.</summary>
internal sealed class RecognitionSession(
    string id,
    SessionSettings settings,
    LabelSet labels,
    IReadOnlyList<ModelVersion> models,
    int credits,
    FramePipeline pipeline,
    TrackFuser fuser,
    SessionResume? resume,
    ResumedContext? resumed,
    ISessionSink sink,
    SessionTraces traces,
    FrameGate gate,
    TimeProvider time,
    ILogger logger)
{
    private readonly FrameMailbox _mailbox = new(credits, settings.NewestOnly, time);
    private readonly FrameOrder _order = new(resumed?.Session);
    private readonly SessionAccount _account = new(time);
    private readonly DateTime _opened = time.GetUtcNow().UtcDateTime;
    private Func<PendingFrame, ValueTask>? _expired;

    /// <summary>Names the session.</summary>
    public string Id => id;

    /// <summary>Those who follow it.</summary>
    public WatcherList Watchers { get; } = new();

    /// <summary>When the last frame came, as a timestamp of the TimeProvider.</summary>
    public long LastFrame { get; private set; } = time.GetTimestamp();

    /// <summary>Its account.</summary>
    public SessionCounts Counts => _account.Counts();

    /// <summary>Frames that may be posted before one must be dropped.</summary>
    public uint FreeCredits => (uint)Math.Max(0, credits - (long)_account.Unanswered);

    /// <summary>What confirms the session.</summary>
    public SessionOpened Opened() => new()
    {
        SessionId = id,
        Labels = { labels.Labels },
        LabelType = labels.Type,
        Models = { models },
        Credits = (uint)credits,
        Options = settings.ToMessage(),
        ResumedSequence = resumed?.Session.Sequence ?? 0,
        LostContext = { resumed?.Lost ?? [] },
    };

    /// <summary>How it stands in lists.</summary>
    public SessionInfo Info()
    {
        var (persons, rate) = _account.Recent();
        return new SessionInfo
        {
            SessionId = id,
            Source = settings.Source,
            OpenedTime = Timestamp.FromDateTime(_opened),
            Counts = _account.Counts(),
            Persons = persons,
            ResultsPerSecond = rate,
            Options = settings.ToMessage(),
        };
    }

    /// <summary>Takes a frame in. One caller at a time.</summary>
    public async ValueTask PostAsync(Frame frame)
    {
        _account.Received();
        LastFrame = time.GetTimestamp();
        if (!_order.Check(frame, time.GetUtcNow().UtcDateTime, out var captureTime, out var error))
        {
            await ErrorAsync(error);
            return;
        }

        var timeToLive = frame.TimeToLive is null ? settings.TimeToLive : FrameOrder.TimeToLive(frame.TimeToLive);
        if (_mailbox.Post(new PendingFrame(frame, captureTime, time.GetTimestamp(), timeToLive, traces.Begin(frame.Sequence))) is var (lost, reason))
            await DropAsync(lost, reason);
    }

    /// <summary>The session shall go on elsewhere: its last token will reach its last frame. Comes before <see cref="Complete"/>.</summary>
    public void WillMove() => resume?.Checkpoints.WantAtTheEnd();

    /// <summary>No more frames will be posted; those in hand are finished.</summary>
    public void Complete() => _mailbox.Complete();

    /// <summary>Works until the session is complete or cancelled, and then answers what is left.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        FusionMetrics.SessionOpened(resumed is not null);
        if (resumed is null)
            FusionLog.SessionOpened(logger, id, settings.Source);
        else
            FusionLog.SessionResumed(logger, id, settings.Source, resumed.Session.Sequence, string.Join(" ", resumed.Lost));
        try
        {
            await pipeline.RunAsync(TakeAsync, FinishAsync, SaveAsync, cancellationToken);
        }
        finally
        {
            _mailbox.Complete();
            foreach (var left in _mailbox.Clear())
                await DropAsync(left, DropReason.SessionEnded);
            await pipeline.DisposeAsync();
            _account.Close();
            FusionMetrics.SessionEnded();
            var counts = _account.Counts();
            Watchers.Complete(new WatchResultsResponse { Closed = new SessionClosed { Counts = counts } });
            FusionLog.SessionEnded(logger, id, counts.Received, counts.Results, counts.Dropped, counts.Errors);
        }
    }

    private ValueTask<PendingFrame?> TakeAsync(CancellationToken cancellationToken) =>
        _mailbox.TakeAsync(gate, _expired ??= frame => DropAsync(frame, DropReason.Expired), cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FinishAsync(FrameObservation observation)
    {
        using var span = observation.Pending.Span;
        if (observation.Detection is null)
        {
            span.Set("emotion.outcome", FusionMetrics.Error);
            await ErrorAsync(observation.Error ?? new FrameError { Sequence = observation.Pending.Frame.Sequence, Reason = FrameErrorReason.Internal, Message = "The detection service answered with nothing." });
            return;
        }

        FrameResult result;
        using var fusing = span.Child("fusion");
        var start = time.GetTimestamp();
        try
        {
            result = ResultBuilder.Build(observation, fuser, settings.Keypoints);
            fuser.End(observation.Detection.EndedTrackIds);
        }
        catch (Exception e)
        {
            // A fault of ours costs one frame, not the session.
            FusionLog.FrameFailed(logger, id, e);
            span.Set("emotion.outcome", FusionMetrics.Error);
            await ErrorAsync(new FrameError { Sequence = observation.Pending.Frame.Sequence, Reason = FrameErrorReason.Internal, Message = "The server failed to fuse the frame; its log says why." });
            return;
        }

        result.Times.Capacity = observation.Times.Count + 2;
        result.Times.AddRange(observation.Times);
        result.Times.Add(FusionStage.Measured("fusion", time.GetElapsedTime(start).TotalMilliseconds));
        result.Times.Add(FusionStage.Measured(
            "total",
            time.GetElapsedTime(observation.Pending.Arrived).TotalMilliseconds,
            FusionStage.ModelMillisecondsOfServices(observation.Times)));
        fusing.Dispose();
        span.Set("emotion.outcome", FusionMetrics.Result);
        span.Set("emotion.persons", result.Persons.Count);
        _account.Result(result.Persons.Count);
        if (Watchers.Any)
            Watchers.Tell(new WatchResultsResponse { Result = result });
        await sink.SendAsync(new RecognizeResponse { Result = result });
        FusionMetrics.FrameResult(time.GetElapsedTime(observation.Pending.Arrived));
    }

    private async ValueTask SaveAsync(SavedSession saved)
    {
        if (resume is null)
            return;
        saved.SessionId = id;
        saved.Options = settings.ToMessage();
        saved.Labels.Add(labels.Labels);
        saved.LabelType = labels.Type;
        fuser.Save(saved);
        var token = resume.Seal(saved, out var left);
        if (left != null)
            FusionLog.TokenTooLarge(logger, id, left);
        await sink.SendAsync(new RecognizeResponse { ResumeToken = token });
    }

    private async ValueTask DropAsync(PendingFrame frame, DropReason reason)
    {
        using var span = frame.Span;
        // Nobody has seen it.
        PooledBytes.Release(frame.Frame.Image?.Data);
        span.Set("emotion.outcome", FusionMetrics.Dropped);
        _account.Dropped();
        FusionMetrics.FrameDropped(reason);
        var dropped = new FrameDropped { Sequence = frame.Frame.Sequence, Reason = reason };
        if (Watchers.Any)
            Watchers.Tell(new WatchResultsResponse { Dropped = dropped });
        await sink.SendAsync(new RecognizeResponse { Dropped = dropped });
    }

    private async ValueTask ErrorAsync(FrameError error)
    {
        _account.Error();
        FusionMetrics.FrameError(error.Reason);
        Watchers.Tell(new WatchResultsResponse { Error = error });
        await sink.SendAsync(new RecognizeResponse { Error = error });
    }
}
