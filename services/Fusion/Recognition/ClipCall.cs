using System.Threading.Channels;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.Fusion.Telemetry;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>One call of RecognizeClip. Nothing is dropped: when the pipeline is busy, reading stops, and flow control slows the sender.</summary>
internal sealed class ClipCall(SessionStarter starter, SessionFactory factory, FrameGate gate, TimeProvider time)
{
    private const int MaximumErrors = 100;
    private const int MaximumFrames = 100_000;

    private readonly Channel<PendingFrame> _frames = Channel.CreateBounded<PendingFrame>(2);
    private readonly RecognizeClipResponse _response = new() { Counts = new SessionCounts() };
    private readonly Lock _lock = new();
    private readonly SessionTraces _traces = factory.Traces(SessionRegistry.NewId());

    public async Task<RecognizeClipResponse> RunAsync(IAsyncStreamReader<RecognizeClipRequest> requests, CancellationToken cancelled)
    {
        if (!await requests.MoveNext(cancelled))
            throw GrpcError.InvalidArgument("frame", "The clip has no frames; send options, then at least one frame.");
        var options = requests.Current.MessageCase == RecognizeClipRequest.MessageOneofCase.Options ? requests.Current.Options : null;
        var settings = starter.Check(options, "options");
        var (labels, models) = await factory.LabelsAsync();
        var tracks = new ClipTracks(new EmotionFuser(settings.Policy, labels), settings.Segments);

        await using var pipeline = factory.EveryFrame(labels, settings.Explain);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var working = pipeline.RunAsync(TakeAsync, observation => FinishAsync(observation, tracks), _ => ValueTask.CompletedTask, ended.Token);
        try
        {
            await ReadAsync(requests, options is not null, cancelled);
            await working;
        }
        catch
        {
            await ended.CancelAsync();
            await working.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        if (_response.Counts.Received == 0)
            throw GrpcError.InvalidArgument("frame", "The clip has no frames; send at least one after the options.");
        _response.Persons.AddRange(tracks.Persons());
        _response.Models.AddRange(models);
        return _response;
    }

    private async Task ReadAsync(IAsyncStreamReader<RecognizeClipRequest> requests, bool firstIsOptions, CancellationToken cancelled)
    {
        var order = new FrameOrder();
        var more = !firstIsOptions || await requests.MoveNext(cancelled);
        while (more)
        {
            if (requests.Current.MessageCase != RecognizeClipRequest.MessageOneofCase.Frame)
                throw GrpcError.InvalidArgument("message", "After the options a clip has frames only.");
            await PostAsync(requests.Current.Frame, order, cancelled);
            more = await requests.MoveNext(cancelled);
        }

        _frames.Writer.Complete();
    }

    private async ValueTask PostAsync(Frame frame, FrameOrder order, CancellationToken cancelled)
    {
        if (++_response.Counts.Received > MaximumFrames)
            throw GrpcError.ResourceExhausted($"The clip has more than {MaximumFrames} frames; send it in parts.", TimeSpan.Zero);
        if (order.Check(frame, time.GetUtcNow().UtcDateTime, out var captureTime, out var error))
            await _frames.Writer.WriteAsync(new PendingFrame(frame, captureTime, time.GetTimestamp(), TimeSpan.MaxValue, _traces.Begin(frame.Sequence)), cancelled);
        else
            AddError(error);
    }

    private async ValueTask<PendingFrame?> TakeAsync(CancellationToken cancellationToken)
    {
        if (!await _frames.Reader.WaitToReadAsync(cancellationToken))
            return null;
        // A clip is not live: each of its frames waits until as many have gone as waited before it.
        var pass = await gate.EnterAsync(newest: null, served: 0, cancellationToken);
        // Nobody else reads.
        var frame = await _frames.Reader.ReadAsync(cancellationToken);
        frame.Pass = pass;
        return frame;
    }

    private ValueTask FinishAsync(FrameObservation observation, ClipTracks tracks)
    {
        using var span = observation.Pending.Span;
        if (observation.Detection is null)
        {
            span.Set("emotion.outcome", FusionMetrics.Error);
            AddError(observation.Error ?? new FrameError { Sequence = observation.Pending.Frame.Sequence, Reason = FrameErrorReason.Internal });
        }
        else
        {
            tracks.Add(observation);
            _response.Counts.Results++;
            FusionMetrics.FrameResult(time.GetElapsedTime(observation.Pending.Arrived));
            span.Set("emotion.outcome", FusionMetrics.Result);
            span.Set("emotion.persons", observation.Detection.Persons.Count);
        }

        return ValueTask.CompletedTask;
    }

    private void AddError(FrameError error)
    {
        FusionMetrics.FrameError(error.Reason);
        // Told by the reader and by the pipeline.
        lock (_lock)
        {
            _response.Counts.Errors++;
            if (_response.Errors.Count < MaximumErrors)
                _response.Errors.Add(error);
        }
    }
}
