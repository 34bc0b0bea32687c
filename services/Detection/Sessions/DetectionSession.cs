using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Saved;
using EmotionGrpc.Detection.Tracking;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>
/// One StreamDetect call. A reader checks frames and starts their analysis; a bounded channel keeps them in order; a writer tracks, cuts crops and
/// answers. The two never wait for each other within one loop, so full flow-control windows cannot lock the call.
/// </summary>
internal sealed class DetectionSession(
    FrameAnalyzer analyzer,
    DetectionMessage messages,
    DetectionOptions options,
    FrameTracer tracer,
    TimeProvider clock,
    ILogger<DetectionSession> logger,
    CancellationToken stopping)
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly FrameOrder _order = new(clock);
    private readonly Tracker _tracker = new(options);
    private readonly LoneFaceMemory _loneFaces = new(options.TileIntervalSeconds, options.StillSceneSeconds);
    private readonly Cadence _cadence = new(options.SearchSeconds);
    private bool _allRead;
    private bool _anyRead;

    private float LeastScore => Math.Min(options.RescueScore, options.PersonScore);

    /// <summary>Runs until the caller has sent all, goes away, or the host stops; in the last case what is in hand is answered first.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamDetectRequest> requests, IServerStreamWriter<StreamDetectResponse> responses, CancellationToken cancellationToken)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // The frame that the writer awaits counts, so the channel holds one less; a channel of none does not exist.
        var frames = Channel.CreateBounded<PendingFrame>(new BoundedChannelOptions(Math.Max(1, options.FramesInHand - 1)) { SingleReader = true, SingleWriter = true });
        using var end = ChannelEnd.With(frames.Writer, abort.Token);
        var reading = ReadAsync(requests, frames.Writer, abort.Token);
        try
        {
            await foreach (var frame in frames.Reader.ReadAllAsync(CancellationToken.None))
            {
                if (abort.IsCancellationRequested)
                    await DiscardAsync(frame);
                abort.Token.ThrowIfCancellationRequested();
                await responses.WriteAsync(await AnswerAsync(frame, abort.Token), abort.Token);
            }

            await reading;
        }
        finally
        {
            await abort.CancelAsync();
            await DiscardAsync(reading, frames.Reader);
        }

        if (stopping.IsCancellationRequested && !_allRead)
            throw GrpcError.Unavailable("The service stops; open a session elsewhere or again later.", TimeSpan.FromSeconds(1));
    }

    private async Task ReadAsync(IAsyncStreamReader<StreamDetectRequest> requests, ChannelWriter<PendingFrame> frames, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        try
        {
            while (await requests.NextAsync(stop.Token))
            {
                // Room first, work then: a caller that sends faster than it is served must not pile up frames here.
                if (!await frames.WaitToWriteAsync(CancellationToken.None))
                    return;
                var frame = Begin(requests.Current, cancellationToken);
                if (!frames.TryWrite(frame))
                    await DiscardAsync(frame);
            }

            _allRead = true;
            frames.TryComplete();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            frames.TryComplete();
        }
        catch (Exception e)
        {
            frames.TryComplete(e);
        }
    }

    private PendingFrame Begin(StreamDetectRequest request, CancellationToken cancellationToken)
    {
        var resumed = !_anyRead && Load(request);
        var withoutFrame = request.Frame is null && (request.StateWanted || (!_anyRead && !request.State.IsEmpty));
        _anyRead = true;
        var span = tracer.Begin(withoutFrame ? "state" : "detect", request.Traceparent);
        var pending = withoutFrame ? new PendingFrame(0, _order.Time, [], null, null, span) : BeginFrame(request, span, cancellationToken);
        return resumed || request.StateWanted ? pending with { Resumed = resumed, State = request.StateWanted ? SaveOrder() : null } : pending;
    }

    private bool Load(StreamDetectRequest request)
    {
        if (SessionState.Read(request.State) is not { } saved)
            return false;
        // The writer has nothing in hand yet.
        _order.Load(saved);
        _loneFaces.Load(saved);
        _tracker.Load(saved);
        return true;
    }

    /// <summary>What the reader knows after a request; later ones change it before the writer comes to this one.</summary>
    private SavedSession SaveOrder()
    {
        var saved = new SavedSession { Format = SessionState.Format };
        _order.Save(saved);
        _loneFaces.SavePlan(saved);
        return saved;
    }

    private PendingFrame BeginFrame(StreamDetectRequest request, FrameSpan span, CancellationToken cancellationToken)
    {
        if (request.Frame is not { } frame)
            return Refuse(span, 0, new FrameFault(FrameErrorReason.InvalidImage, "The request has no frame."));
        if (_order.Accept(frame) is { } misplaced)
            return Refuse(span, frame.Sequence, misplaced);
        if (CropCheck.FindFault(request.Crops) is var (_, message))
            return Refuse(span, frame.Sequence, new FrameFault(FrameErrorReason.InvalidCrop, message));
        if (request.Cadence > Cadence.Maximum)
            return Refuse(span, frame.Sequence, new FrameFault(FrameErrorReason.InvalidCadence, $"The cadence is {request.Cadence}; allowed are 0 to {Cadence.Maximum} frames."));
        span.Set("emotion.sequence", (long)frame.Sequence);
        using var below = span.Enter();
        var searched = _cadence.Searches(request.Cadence, _order.Time);
        var plan = searched ? _loneFaces.PlanFor(_order.Time) : null;
        return new PendingFrame(
            frame.Sequence,
            _order.Time,
            request.Crops,
            plan is null ? null : SearchAsync(frame.Image, plan, cancellationToken),
            null,
            span)
        {
            Following = searched ? null : DecodeAsync(frame.Image, cancellationToken),
            CanBeFollowed = request.Cadence > 1,
        };
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FrameFindings> SearchAsync(Image? image, FaceSearchPlan plan, CancellationToken cancellationToken)
    {
        // The reader goes on with the next request.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        return await analyzer.AnalyzeAsync(image, LeastScore, plan, _id, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DecodedFrame> DecodeAsync(Image? image, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        return analyzer.Decode(image);
    }

    private PendingFrame Refuse(FrameSpan span, ulong sequence, FrameFault fault) => new(sequence, _order.Time, [], null, fault, span);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<StreamDetectResponse> AnswerAsync(PendingFrame frame, CancellationToken cancellationToken)
    {
        using var span = frame.Span;
        var response = frame is { Analysis: null, Following: null, Fault: null } ? new StreamDetectResponse() : await ExamineAsync(frame, cancellationToken);
        response.Resumed = frame.Resumed;
        if (frame.State is { } saved)
        {
            _loneFaces.SaveFaces(saved);
            _tracker.Save(saved);
            response.State = saved.ToByteString();
        }

        return response;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<StreamDetectResponse> ExamineAsync(PendingFrame frame, CancellationToken cancellationToken)
    {
        var fault = frame.Fault;
        try
        {
            if (frame.Following is { } decoding)
                return await FollowAsync(frame, await decoding, cancellationToken);
            if (frame.Analysis is { } analysis)
                return Track(frame, await analysis);
        }
        catch (ImageException e)
        {
            fault = FrameFault.From(e);
        }
        catch (BatchQueueFullException e)
        {
            fault = new FrameFault(FrameErrorReason.DetectionUnavailable, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            DetectionLog.FrameFailed(logger, _id, frame.Sequence, e);
            fault = new FrameFault(FrameErrorReason.Internal, "The server failed on this frame; its log says why.");
        }

        return new StreamDetectResponse
        {
            Sequence = frame.Sequence,
            Error = new FrameError { Sequence = frame.Sequence, Reason = fault!.Reason, Message = fault.Message },
        };
    }

    /// <summary>Follows the persons of the frame before; where that fails, the frame is searched.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<StreamDetectResponse> FollowAsync(PendingFrame frame, DecodedFrame decoded, CancellationToken cancellationToken)
    {
        var owned = true;
        try
        {
            var (tracks, expected) = _tracker.Expect(frame.Time);
            using var below = frame.Span.Enter();
            if (!tracks.Any(t => t.HasMoved(decoded.Pixels, (float)options.MotionShare))
                && await analyzer.FollowAsync(decoded, expected, _id, cancellationToken) is var (faces, findings))
            {
                owned = false;
                using (findings)
                {
                    var response = Answer(frame, findings, _tracker.Follow(tracks, faces, frame.Time));
                    response.Detection.Followed = true;
                    return response;
                }
            }

            // The next search by tiles keeps its time: it is the reader's to plan.
            owned = false;
            return Track(frame, await analyzer.AnalyzeAsync(decoded, LeastScore, _loneFaces.PlanBetween(), _id, cancellationToken));
        }
        finally
        {
            if (owned)
                decoded.Dispose();
        }
    }

    private StreamDetectResponse Track(PendingFrame frame, FrameFindings findings)
    {
        using (findings)
        {
            _loneFaces.Remember(findings, frame.Time);
            findings.Clock.Start();
            var tracked = _tracker.Update(findings.Persons, frame.Time);
            if (frame.CanBeFollowed)
                _tracker.Look(findings.Frame);
            findings.Clock.Finish("track");
            return Answer(frame, findings, tracked);
        }
    }

    private StreamDetectResponse Answer(PendingFrame frame, FrameFindings findings, TrackedFrame tracked)
    {
        frame.Span.Set("emotion.persons", tracked.Persons.Count);
        return new StreamDetectResponse
        {
            Sequence = frame.Sequence,
            Detection = messages.Build(findings, tracked.Persons, tracked.Ended, frame.Crops),
        };
    }

    /// <summary>Waits for all that was begun and frees it: the frames' pixels are not garbage-collected memory.</summary>
    private static async Task DiscardAsync(Task reading, ChannelReader<PendingFrame> frames)
    {
        await reading;
        while (frames.TryRead(out var frame))
            await DiscardAsync(frame);
    }

    private static async Task DiscardAsync(PendingFrame frame)
    {
        try
        {
            if (frame.Analysis is { } analysis)
                (await analysis).Dispose();
            if (frame.Following is { } decoding)
                (await decoding).Dispose();
        }
        catch (Exception)
        {
            // Nobody waits for this frame any more.
        }
    }
}
