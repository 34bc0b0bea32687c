using System.Runtime.CompilerServices;
using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.Streams;
using EmotionGrpc.Streams.Scoring;
using EmotionGrpc.Streams.Sessions;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.BodyStream;

/// <summary>Serves emotion.v1.BodyStreamService.</summary>
internal sealed class BodyStreamEndpoint(StreamScorer scorer, OpenSessions sessions, IOptions<StreamOptions> options, FrameTracer tracer)
    : BodyStreamService.BodyStreamServiceBase
{
    public override Task<BodyStreamServiceGetModelResponse> GetModel(BodyStreamServiceGetModelRequest request, ServerCallContext context) =>
        Task.FromResult(new BodyStreamServiceGetModelResponse { Model = scorer.Describe() });

    public override async Task<BodyStreamServiceScoreResponse> Score(BodyStreamServiceScoreRequest request, ServerCallContext context)
    {
        var scored = await new BatchCall(scorer, tracer).AnswerAsync(request.Clips, request.Explain, context.CancellationToken);
        return new BodyStreamServiceScoreResponse { Scores = { scored.Scores }, Model = scored.Model, Times = { scored.Time } };
    }

    public override Task StreamScore(
        IAsyncStreamReader<BodyStreamServiceStreamScoreRequest> requestStream,
        IServerStreamWriter<BodyStreamServiceStreamScoreResponse> responseStream,
        ServerCallContext context)
    {
        var call = new ScoringCall(scorer, tracer);
        return sessions.RunAsync(stopping => OrderedSession.RunAsync(
            requestStream, responseStream, options.Value.RequestsInHand, AnswerAsync, stopping, context.CancellationToken));

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        async ValueTask<BodyStreamServiceStreamScoreResponse> AnswerAsync(BodyStreamServiceStreamScoreRequest request, CancellationToken cancellationToken)
        {
            var (scored, state) = await call.AnswerAsync(
                request.Unscored, request.Samples, request.EndedTrackIds, request.Explain, request.Traceparent, request.State, request.StateWanted, cancellationToken);
            return new BodyStreamServiceStreamScoreResponse { Scores = { scored.Scores }, Model = scored.Model, Times = { scored.Time }, State = state };
        }
    }
}
