using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.Fusion.Telemetry;
using EmotionGrpc.Fusion.Upstreams;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>
/// Detection, then the streams, for the frames of one session. The stages work on different frames at the same time, joined by bounded channels,
/// and frames leave in the order in which they came. A checkpoint passes between two frames: each stage adds what it and the service behind it know at that place.
/// </summary>
internal sealed class FramePipeline(
    DetectionSession detection,
    IReadOnlyList<IStreamSession> streams,
    MaskMemory masks,
    Func<DateTime, bool> segmentIsDue,
    Checkpoints? checkpoints,
    TimeProvider time) : IAsyncDisposable
{
    private readonly Channel<Work> _detecting = Channel.CreateBounded<Work>(1);
    private readonly Channel<Work> _scoring = Channel.CreateBounded<Work>(1);

    /// <summary>Runs frames through until there are no more.</summary>
    /// <param name="take">Gives the next frame, or null at the end.</param>
    /// <param name="finish">Takes each frame's observation, in order.</param>
    /// <param name="save">Takes each checkpoint, in its place among the observations.</param>
    /// <param name="cancellationToken">Stops where it is; frames inside are lost to the caller's own account.</param>
    public async Task RunAsync(
        Func<CancellationToken, ValueTask<PendingFrame?>> take,
        Func<FrameObservation, ValueTask> finish,
        Func<SavedSession, ValueTask> save,
        CancellationToken cancellationToken)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var detected = ChannelEnd.With(_detecting.Writer, any.Token);
        using var scored = ChannelEnd.With(_scoring.Writer, any.Token);
        Task[] stages = [DetectAsync(take, any.Token), ScoreAsync(any.Token), FinishAsync(finish, save, any.Token)];
        foreach (var stage in stages)
        {
            // One stage's end by failure must not leave the others waiting.
            _ = stage.ContinueWith(_ => any.Cancel(), CancellationToken.None, TaskContinuationOptions.NotOnRanToCompletion, TaskScheduler.Default);
        }

        await Task.WhenAll(stages);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await detection.DisposeAsync();
        foreach (var stream in streams)
            await stream.DisposeAsync();
    }

    private async Task DetectAsync(Func<CancellationToken, ValueTask<PendingFrame?>> take, CancellationToken cancellationToken)
    {
        PendingFrame? unsaved = null;
        var crops = new List<CropSpec>(streams.Count);
        while (await take(cancellationToken) is { } pending)
        {
            var segment = segmentIsDue(pending.CaptureTime);
            var wants = new SampleSpec?[streams.Count];
            crops.Clear();
            for (var i = 0; i < wants.Length; i++)
            {
                wants[i] = streams[i].Wants(segment);
                if (wants[i]?.Crop is { } crop && !crops.Contains(crop))
                    crops.Add(crop);
            }

            var span = pending.Span.Child("detection", ActivityKind.Client);
            var patience = pending.TimeToLive - time.GetElapsedTime(pending.Arrived);
            var answer = GiveBackAsync(pending.Pass, detection.DetectAsync(pending.Frame, crops, patience, span.TraceParent));
            await _detecting.Writer.WriteAsync(new Detecting(pending, segment, wants, time.GetTimestamp(), span, answer), CancellationToken.None);
            unsaved = pending;
            if (checkpoints?.IsDue() == true)
            {
                await _detecting.Writer.WriteAsync(new SavingDetection(checkpoints.Begin(pending), detection.AskForStateAsync()), CancellationToken.None);
                unsaved = null;
            }
        }

        if (unsaved != null && checkpoints is { AtTheEnd: true })
            await _detecting.Writer.WriteAsync(new SavingDetection(checkpoints.Begin(unsaved), detection.AskForStateAsync()), CancellationToken.None);
        _detecting.Writer.TryComplete();
    }

    /// <summary>Tied to the answer and to nothing later: a client that does not read its results must not keep others out.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<DetectionAnswer> GiveBackAsync(FramePass? pass, ValueTask<DetectionAnswer> answering)
    {
        var answer = await answering;
        pass?.GiveBack(telling: answer.Response.Detection != null);
        return answer;
    }

    private async Task ScoreAsync(CancellationToken cancellationToken)
    {
        await foreach (var work in _detecting.Reader.ReadAllAsync(CancellationToken.None))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _scoring.Writer.WriteAsync(work is Detecting frame ? await ScoreAsync(frame) : await SaveStreamsAsync((SavingDetection)work), CancellationToken.None);
        }

        _scoring.Writer.TryComplete();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Scoring> ScoreAsync(Detecting item)
    {
        var answer = detection.Accept(await item.Answer);
        item.Span.Dispose();
        var detected = time.GetElapsedTime(item.Sent).TotalMilliseconds;
        var scores = new ValueTask<(StreamFrame, double)>[streams.Count];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = ScoreAsync(streams[i], item.Wants[i], item.Segment, item.Pending, answer.Detection);
        return new Scoring(item, answer, detected, scores);
    }

    private async Task<SavingStreams> SaveStreamsAsync(SavingDetection item)
    {
        detection.Save(await item.Answer, item.Session);
        return new SavingStreams(item.Session, [.. streams.Select(s => s.SaveAsync())]);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(StreamFrame Frame, double Milliseconds)> ScoreAsync(
        IStreamSession stream, SampleSpec? wants, bool segment, PendingFrame pending, Detection? detection)
    {
        if (detection is null)
            return (StreamFrame.NotAsked(stream.Stream), 0);
        // Keypoints that were moved along with a face tell nothing of how the body moves.
        StreamSample[] samples = wants is null || (wants.Keypoints && detection.Followed) ? [] : PersonSample.Of(detection.Persons, wants, pending.Frame);
        if (samples.Length == 0 || (!segment && wants!.Deferred))
            return (await stream.ScoreAsync(samples, detection.EndedTrackIds, segment, ""), 0);
        using var span = pending.Span.Child(Stage(stream.Stream), ActivityKind.Client);
        span.Set("emotion.persons", samples.Length);
        var start = time.GetTimestamp();
        var answer = await stream.ScoreAsync(samples, detection.EndedTrackIds, segment, span.TraceParent);
        return (answer, time.GetElapsedTime(start).TotalMilliseconds);
    }

    private async Task FinishAsync(Func<FrameObservation, ValueTask> finish, Func<SavedSession, ValueTask> save, CancellationToken cancellationToken)
    {
        await foreach (var work in _scoring.Reader.ReadAllAsync(CancellationToken.None))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (work is Scoring frame)
                await finish(await ObserveAsync(frame));
            else
                await save(await CompleteAsync((SavingStreams)work));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FrameObservation> ObserveAsync(Scoring item)
    {
        var answers = new StreamFrame[streams.Count];
        var found = item.Answer.Detection;
        var times = new List<StageTime>((found?.Times.Count ?? 0) + 1 + answers.Length);
        if (found != null)
        {
            times.AddRange(found.Times);
            times.Add(FusionStage.Measured("detection", item.DetectionMilliseconds, FusionStage.ModelMilliseconds(found.Times)));
        }

        for (var i = 0; i < answers.Length; i++)
        {
            (answers[i], var milliseconds) = await item.Scores[i];
            if (milliseconds > 0)
                times.Add(FusionStage.Measured(Stage(streams[i].Stream), milliseconds, FusionStage.ModelMilliseconds(answers[i].Times)));
        }

        var persons = new PersonReading[found?.Persons.Count ?? 0];
        for (var i = 0; i < persons.Length; i++)
        {
            var person = found!.Persons[i];
            // Streams that have not read theirs yet hold them.
            for (var c = 0; c < person.Crops.Count; c++)
                PooledBytes.Release(person.Crops[c].Image?.Data);
            persons[i] = ToReading(person, answers, item.Detecting.Pending.CaptureTime);
        }

        if (found != null)
            masks.End(found.EndedTrackIds);
        return new FrameObservation(item.Detecting.Pending, found, item.Answer.Error, item.Detecting.Segment, persons, times);
    }

    private async Task<SavedSession> CompleteAsync(SavingStreams item)
    {
        foreach (var state in await Task.WhenAll(item.States))
        {
            if (state != null)
                item.Session.Streams.Add(state);
        }

        masks.Save(item.Session);
        return item.Session;
    }

    private PersonReading ToReading(Person person, StreamFrame[] answers, DateTime captureTime)
    {
        var readings = new StreamReading[answers.Length];
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = answers[i].Readings.TryGetValue(person.TrackId, out var own)
                ? own
                : answers[i].Whole ?? throw new InvalidOperationException("A stream answered for other persons than it was asked about.");
            if (readings[i].Absence is { } absence)
                FusionMetrics.StreamAbsent(readings[i].Stream, absence.Reason);
        }

        masks.Complete(person, Array.Find(readings, static r => r.Stream == StreamKind.Face), captureTime);
        return new PersonReading(person.TrackId, readings, PersonVisibility.Of(person));
    }

    private static string Stage(StreamKind stream) => stream == StreamKind.Face ? "face-stream" : "body-stream";

    /// <summary>A frame or a checkpoint between two stages.</summary>
    private abstract record Work;

    private sealed record Detecting(PendingFrame Pending, bool Segment, SampleSpec?[] Wants, long Sent, FrameSpan Span, ValueTask<DetectionAnswer> Answer) : Work;

    private sealed record Scoring(
        Detecting Detecting, StreamDetectResponse Answer, double DetectionMilliseconds, ValueTask<(StreamFrame Frame, double Milliseconds)>[] Scores) : Work;

    private sealed record SavingDetection(SavedSession Session, ValueTask<DetectionAnswer> Answer) : Work;

    private sealed record SavingStreams(SavedSession Session, IReadOnlyList<Task<SavedStream?>> States) : Work;
}
