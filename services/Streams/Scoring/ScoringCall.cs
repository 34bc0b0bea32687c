using System.Runtime.CompilerServices;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Streams.Scoring;

/// <summary>One call of StreamScore, whatever the stream: a session with memory that may go on from another one's state, and a span for each request.</summary>
public sealed class ScoringCall(StreamScorer scorer, FrameTracer tracer)
{
    private static readonly Task<ByteString> s_noState = Task.FromResult(ByteString.Empty);

    private readonly ScoringSession _session = scorer.OpenSession();
    private bool _first = true;

    /// <summary>Answers a request. All of the memory's work is done when the call returns its task, which is awaited once, so that the next request may follow at once.</summary>
    /// <param name="unscored">Samples of earlier frames that are remembered only, at most 1024; ignored where the model does not defer.</param>
    /// <param name="samples">At most one per track, at most 256.</param>
    /// <param name="endedTrackIds">Tracks that are forgotten after these samples.</param>
    /// <param name="explain">Whether scores shall carry the evidence.</param>
    /// <param name="traceparent">The frame's span; empty: none.</param>
    /// <param name="state">What the first request goes on from; empty: nothing. Later requests' is not read.</param>
    /// <param name="stateWanted">Whether the answer shall carry the state after these samples.</param>
    /// <param name="cancellationToken">Gives up what still waits.</param>
    /// <returns>The scores, and the state where it was wanted.</returns>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: too many samples.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(ScoredRequest Scored, ByteString State)> AnswerAsync(
        IReadOnlyList<Sample> unscored,
        IReadOnlyList<Sample> samples,
        IReadOnlyList<uint> endedTrackIds,
        bool explain,
        string traceparent,
        ByteString state,
        bool stateWanted,
        CancellationToken cancellationToken)
    {
        if (_first && !state.IsEmpty)
            _session.Load(state);
        _first = false;
        using var span = tracer.Begin("score", traceparent);
        span.Set("emotion.persons", samples.Count);
        using var below = span.Enter();
        var scoring = _session.ScoreAsync(unscored, samples, endedTrackIds, explain, cancellationToken);
        var saving = stateWanted ? _session.SaveAsync() : s_noState;
        return (await scoring, await saving);
    }
}
