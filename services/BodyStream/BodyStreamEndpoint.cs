using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.Streams;
using EmotionGrpc.Streams.Scoring;
using EmotionGrpc.Streams.Sessions;
using EmotionGrpc.V1;
using Google.Protobuf;
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
        var scored = await scorer.ScoreAsync(request.Clips, request.Explain, context.CancellationToken);
        return new BodyStreamServiceScoreResponse { Scores = { scored.Scores }, Model = scored.Model, Times = { scored.Time } };
    }

    public override Task StreamScore(
        IAsyncStreamReader<BodyStreamServiceStreamScoreRequest> requestStream,
        IServerStreamWriter<BodyStreamServiceStreamScoreResponse> responseStream,
        ServerCallContext context)
    {
        var session = scorer.OpenSession();
        var first = true;
        return sessions.RunAsync(stopping => OrderedSession.RunAsync(
            requestStream, responseStream, options.Value.RequestsInHand, AnswerAsync, stopping, context.CancellationToken));

        async Task<BodyStreamServiceStreamScoreResponse> AnswerAsync(BodyStreamServiceStreamScoreRequest request, CancellationToken cancellationToken)
        {
            if (first && !request.State.IsEmpty)
                session.Load(request.State);
            first = false;
            using var span = tracer.Begin("score", request.Traceparent);
            span.Set("emotion.persons", request.Samples.Count);
            using var below = span.Enter();
            var scoring = session.ScoreAsync(request.Samples, request.EndedTrackIds, request.Explain, cancellationToken);
            var saving = request.StateWanted ? session.SaveAsync() : Task.FromResult(ByteString.Empty);
            var scored = await scoring;
            return new BodyStreamServiceStreamScoreResponse
            {
                Scores = { scored.Scores },
                Model = scored.Model,
                Times = { scored.Time },
                State = await saving,
            };
        }
    }
}
