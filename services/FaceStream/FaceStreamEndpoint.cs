using System.Runtime.CompilerServices;
using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.Streams;
using EmotionGrpc.Streams.Scoring;
using EmotionGrpc.Streams.Sessions;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.FaceStream;

/// <summary>Serves emotion.v1.FaceStreamService.</summary>
internal sealed class FaceStreamEndpoint(StreamScorer scorer, OpenSessions sessions, IOptions<StreamOptions> options, FrameTracer tracer)
    : FaceStreamService.FaceStreamServiceBase
{
    public override Task<FaceStreamServiceGetModelResponse> GetModel(FaceStreamServiceGetModelRequest request, ServerCallContext context) =>
        Task.FromResult(new FaceStreamServiceGetModelResponse { Model = scorer.Describe() });

    public override async Task<FaceStreamServiceScoreResponse> Score(FaceStreamServiceScoreRequest request, ServerCallContext context)
    {
        var scored = await new BatchCall(scorer, tracer).AnswerAsync(request.Clips, request.Explain, context.CancellationToken);
        return new FaceStreamServiceScoreResponse { Scores = { scored.Scores }, Model = scored.Model, Times = { scored.Time } };
    }

    public override Task StreamScore(
        IAsyncStreamReader<FaceStreamServiceStreamScoreRequest> requestStream,
        IServerStreamWriter<FaceStreamServiceStreamScoreResponse> responseStream,
        ServerCallContext context)
    {
        var call = new ScoringCall(scorer, tracer);
        return sessions.RunAsync(stopping => OrderedSession.RunAsync(
            requestStream, responseStream, options.Value.RequestsInHand, AnswerAsync, stopping, context.CancellationToken));

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        async ValueTask<FaceStreamServiceStreamScoreResponse> AnswerAsync(FaceStreamServiceStreamScoreRequest request, CancellationToken cancellationToken)
        {
            var (scored, state) = await call.AnswerAsync(
                request.Unscored, request.Samples, request.EndedTrackIds, request.Explain, request.Traceparent, request.State, request.StateWanted, cancellationToken);
            return new FaceStreamServiceStreamScoreResponse { Scores = { scored.Scores }, Model = scored.Model, Times = { scored.Time }, State = state };
        }
    }
}
