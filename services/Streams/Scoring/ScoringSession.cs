using System.Runtime.CompilerServices;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.Streams.Models;
using EmotionGrpc.Streams.Samples;
using EmotionGrpc.Streams.Saved;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Streams.Scoring;

/// <summary>
/// A session with memory per track. Requests are handed in one after the other; their answers may be awaited later. With a new version of the model the memory
/// begins anew: what one version remembers is nothing to another.
/// </summary>
public sealed class ScoringSession
{
    /// <summary>Changes when what is written down changes its meaning.</summary>
    private const uint Format = 1;

    private readonly StreamScorer _scorer;
    private readonly LiveModel<StreamModel> _live;
    private readonly string _key = Guid.NewGuid().ToString();
    private readonly HashSet<uint> _tracksOfRequest = [];
    private ISampleInput? _input;
    private ISampleMemory? _memory;

    internal ScoringSession(StreamScorer scorer, LiveModel<StreamModel> live)
    {
        _scorer = scorer;
        _live = live;
    }

    /// <summary>
    /// Scores the persons of one frame. All of the memory's work is done when the call returns its task, which is awaited once, so that the next request may follow at once.
    /// </summary>
    /// <param name="unscored">Samples of earlier frames that are remembered only, at most 1024; ignored where the model does not defer.</param>
    /// <param name="samples">At most one per track, at most 256.</param>
    /// <param name="endedTrackIds">Tracks that are forgotten after these samples.</param>
    /// <param name="explain">Whether scores shall carry the evidence.</param>
    /// <param name="cancellationToken">Gives up what still waits.</param>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: too many samples.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ScoredRequest> ScoreAsync(
        IReadOnlyList<Sample> unscored, IReadOnlyList<Sample> samples, IReadOnlyList<uint> endedTrackIds, bool explain, CancellationToken cancellationToken)
    {
        var start = _scorer.Now();
        StreamScorer.CheckCount("samples", samples.Count, StreamLimits.MaximumClips);
        StreamScorer.CheckCount("unscored samples", unscored.Count, StreamLimits.MaximumUnscored);
        _tracksOfRequest.Clear();
        using var use = _live.Use();
        var model = use.Model;
        var memory = MemoryOf(model.Input);
        if (memory is IDeferredMemory deferred)
            Remember(deferred, unscored);
        // Prepared and queued in order before the first await: the memory belongs to one thread at a time.
        var runs = new List<ValueTask<ScoreOutcome>>(samples.Count);
        for (var i = 0; i < samples.Count; i++)
            runs.Add(RunAsync(model, Prepare(memory, samples[i]), explain, cancellationToken));
        for (var i = 0; i < endedTrackIds.Count; i++)
            memory.Forget(endedTrackIds[i]);
        return _scorer.Answer(model, samples, await ValueTasks.WhenAllAsync(runs), start);
    }

    /// <summary>Goes on from the memory of an earlier session; comes before the first request.</summary>
    /// <param name="state">What <see cref="SaveAsync"/> gave. One of another model, or one that is not understood, is as good as none.</param>
    public void Load(ByteString state)
    {
        using var use = _live.Use();
        try
        {
            var saved = SavedMemory.Parser.ParseFrom(state);
            if (saved.Format == Format && use.Model.Version.Equals(saved.Model))
                MemoryOf(use.Model.Input).Load(saved.Memory, use.Model.StateLengths);
        }
        catch (InvalidProtocolBufferException)
        {
            // Not of this service.
        }
    }

    /// <summary>Writes down the memory as it is after the requests so far. The task may be awaited later.</summary>
    /// <returns>Empty when nothing is remembered.</returns>
    public async Task<ByteString> SaveAsync()
    {
        using var use = _live.Use();
        var memory = await MemoryOf(use.Model.Input).SaveAsync();
        return memory.IsEmpty ? memory : new SavedMemory { Format = Format, Model = use.Model.Version, Memory = memory }.ToByteString();
    }

    private ISampleMemory MemoryOf(ISampleInput input)
    {
        if (_memory is null || !ReferenceEquals(input, _input))
            (_input, _memory) = (input, input.Open());
        return _memory;
    }

    private static void Remember(IDeferredMemory memory, IReadOnlyList<Sample> samples)
    {
        for (var i = 0; i < samples.Count; i++)
        {
            try
            {
                memory.Remember(samples[i]);
            }
            catch (InvalidSampleException)
            {
                // There is no score to say it by.
            }
        }
    }

    private PreparedSample Prepare(ISampleMemory memory, Sample sample)
    {
        if (!_tracksOfRequest.Add(sample.TrackId))
            return PreparedSample.Absent(AbsenceReason.InvalidSample, $"Track {sample.TrackId} has an earlier sample in this request; one is allowed.");
        try
        {
            return memory.Prepare(sample);
        }
        catch (InvalidSampleException e)
        {
            return PreparedSample.Absent(AbsenceReason.InvalidSample, $"{e.Field}: {e.Message}");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ScoreOutcome> RunAsync(StreamModel model, PreparedSample prepared, bool explain, CancellationToken cancellationToken)
    {
        try
        {
            return await StreamScorer.RunAsync(model, prepared, _key, explain, cancellationToken);
        }
        catch (BatchQueueFullException e)
        {
            return new ScoreOutcome(null, new Absence { Reason = AbsenceReason.Unavailable, Detail = e.Message }, 0);
        }
    }
}
