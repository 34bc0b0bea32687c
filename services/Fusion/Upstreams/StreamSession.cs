using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>One recognition session's use of one stream service. What fails becomes an absence; the session goes on.</summary>
/// <param name="upstream">The service.</param>
/// <param name="labels">The session's labels.</param>
/// <param name="explain">Whether evidence is wanted.</param>
/// <param name="timeout">How long the service may take for a frame.</param>
/// <param name="resumed">What the session goes on from; null: it is new.</param>
internal sealed class StreamSession(StreamUpstream upstream, LabelSet labels, bool explain, TimeSpan timeout, SavedSession? resumed = null) : IStreamSession
{
    // Far below what a request may hold, far above what comes between two segments of an ordinary session.
    private const int MaximumDeferred = 512;

    private readonly Task<StreamFrame> _notAsked = Task.FromResult(StreamFrame.NotAsked(upstream.Stream));
    private readonly HashSet<uint> _ended = [];
    private readonly List<Sample> _deferred = [];
    private IStreamCall? _call;
    private volatile SavedStream? _handover = resumed?.Streams.FirstOrDefault(s => s.Stream == upstream.Stream);
    private volatile Binding _binding = new(null, null, null);

    /// <inheritdoc/>
    public StreamKind Stream => upstream.Stream;

    /// <inheritdoc/>
    public SampleSpec? Wants(bool segment) =>
        CurrentBinding() is { Model.Sample: var sample, Mismatch: null } && (segment || sample.Cadence == SampleCadence.Frame) ? sample : null;

    /// <inheritdoc/>
    public Task<StreamFrame> ScoreAsync(IReadOnlyList<StreamSample> samples, IReadOnlyList<uint> endedTrackIds, bool segment, string traceparent)
    {
        for (var i = 0; i < endedTrackIds.Count; i++)
            _ended.Add(endedTrackIds[i]);
        var binding = CurrentBinding();
        if (binding.Model is null)
            return Task.FromResult(StreamFrame.Absent(Stream, upstream.State.Absence ?? Refusal("it changes its model."), null));
        if (binding.Mismatch != null)
            return Task.FromResult(StreamFrame.Absent(Stream, binding.Mismatch, binding.Model.Version));
        if (samples.Count == 0)
            return _notAsked;
        // A call that has broken is told of at once, not with the next segment.
        if (!segment && binding.Model.Sample.Deferred && _deferred.Count < MaximumDeferred && _call is not { IsBroken: true })
        {
            foreach (var sample in samples)
                _deferred.Add(sample.Sample);
            return _notAsked;
        }

        return FinishAsync(AskAsync(samples, binding.Model, traceparent), samples, binding.Model, binding.Alignment!);
    }

    /// <inheritdoc/>
    public Task<SavedStream?> SaveAsync()
    {
        if (CurrentBinding() is not { Model: { TemporalMode: not TemporalMode.PerFrame } model, Mismatch: null } || _call is null or { IsBroken: true })
            return Task.FromResult(_handover);
        return FinishSaveAsync(AskAsync([], model, "", stateWanted: true), model);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _call?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task<StreamAnswer> AskAsync(IReadOnlyList<StreamSample> samples, Model model, string traceparent, bool stateWanted = false)
    {
        var scored = new Sample[samples.Count];
        for (var i = 0; i < scored.Length; i++)
            scored[i] = samples[i].Sample;
        var request = new StreamRequest(scored, _ended, explain) { Unscored = _deferred.Count == 0 ? [] : [.. _deferred], StateWanted = stateWanted, Traceparent = traceparent };
        try
        {
            if (_call is null or { IsBroken: true })
            {
                _call = upstream.Open();
                // Another model would not understand it.
                if (_handover is { } handover && Equals(handover.Model, model.Version))
                    request = request with { State = handover.State };
            }

            var answer = LetGoAsync(_call.AskAsync(request), request);
            _ended.Clear();
            _deferred.Clear();
            return answer;
        }
        catch (Grpc.Core.RpcException e)
        {
            // There is no instance to call.
            return Task.FromException<StreamAnswer>(e);
        }
    }

    /// <summary>A service that has answered has read the crops.</summary>
    private static async Task<StreamAnswer> LetGoAsync(ValueTask<StreamAnswer> answering, StreamRequest request)
    {
        var answer = await answering;
        foreach (var sample in request.Samples)
            PooledBytes.Release(sample.Crop?.Data);
        foreach (var sample in request.Unscored)
            PooledBytes.Release(sample.Crop?.Data);
        return answer;
    }

    private Binding CurrentBinding()
    {
        var binding = _binding;
        var model = upstream.State.Model;
        if (ReferenceEquals(model, binding.Model))
            return binding;
        return _binding = Bind(model);
    }

    private Binding Bind(Model? model)
    {
        if (model is null)
            return new Binding(null, null, null);
        try
        {
            return new Binding(model, LabelAlignment.Create(labels, model.Labels, model.LabelType, model.Version?.Name ?? ""), null);
        }
        catch (TaxonomyException e)
        {
            return new Binding(model, null, new Absence { Reason = AbsenceReason.TaxonomyMismatch, Detail = e.Message });
        }
    }

    private async Task<StreamFrame> FinishAsync(Task<StreamAnswer> answering, IReadOnlyList<StreamSample> samples, Model model, LabelAlignment alignment)
    {
        try
        {
            var answer = await answering.WaitAsync(timeout);
            upstream.Heard(answer.Model);
            if (answer.Scores.Count != samples.Count)
                return StreamFrame.Absent(Stream, Refusal($"it answered {answer.Scores.Count} scores to {samples.Count} samples."), answer.Model);
            var readings = new Dictionary<uint, StreamReading>(samples.Count);
            for (var i = 0; i < samples.Count; i++)
                readings[samples[i].Sample.TrackId] = Read(answer.Scores[i], answer.Model ?? model.Version, alignment, samples[i].Region);
            return new StreamFrame(readings, null, answer.Times);
        }
        catch (TimeoutException)
        {
            var absence = new Absence { Reason = AbsenceReason.TimedOut, Detail = $"The {Stream} stream took longer than {timeout.TotalMilliseconds:0} ms." };
            return StreamFrame.Absent(Stream, absence, model.Version);
        }
        catch (Exception e)
        {
            upstream.Fail(e);
            return StreamFrame.Absent(Stream, upstream.State.Absence ?? Refusal(e.Message), model.Version);
        }
    }

    private async Task<SavedStream?> FinishSaveAsync(Task<StreamAnswer> answering, Model model)
    {
        try
        {
            var answer = await answering.WaitAsync(timeout);
            _handover = answer.State.IsEmpty ? null : new SavedStream { Stream = Stream, Model = answer.Model ?? model.Version, State = answer.State };
        }
        catch (TimeoutException)
        {
            // The last one holds.
        }
        catch (Exception e)
        {
            upstream.Fail(e);
        }

        return _handover;
    }

    private StreamReading Read(Score score, ModelVersion? model, LabelAlignment alignment, IReadOnlyList<Point> region)
    {
        if (score.OutcomeCase == Score.OutcomeOneofCase.Absence)
            return new StreamReading(Stream, null, score.Absence, model);
        var aligned = score.OutcomeCase == Score.OutcomeOneofCase.Logits ? alignment.Align(score.Logits.Values) : null;
        if (aligned is null)
            return new StreamReading(Stream, null, Refusal($"it must answer {alignment.SourceCount} finite logits."), model);
        return new StreamReading(Stream, aligned, null, model)
        {
            Mask = score.Mask is { State: not MaskState.Unspecified, Probability: >= 0 and <= 1 } ? score.Mask : null,
            Evidence = explain ? StreamEvidence.Read(score.Activations, alignment, region) : null,
        };
    }

    private Absence Refusal(string why) => new() { Reason = AbsenceReason.Unavailable, Detail = $"The {Stream} stream's answer cannot be used: {why}" };

    private sealed record Binding(Model? Model, LabelAlignment? Alignment, Absence? Mismatch);
}
