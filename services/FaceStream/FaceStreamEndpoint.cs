using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.Streams;
using EmotionGrpc.Streams.Scoring;
using EmotionGrpc.Streams.Sessions;
using EmotionGrpc.V1;
using Google.Protobuf;
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
        var scored = await scorer.ScoreAsync(request.Clips, request.Explain, context.CancellationToken);
        return new FaceStreamServiceScoreResponse { Scores = { scored.Scores }, Model = scored.Model, Times = { scored.Time } };
    }

    public override Task StreamScore(
        IAsyncStreamReader<FaceStreamServiceStreamScoreRequest> requestStream,
        IServerStreamWriter<FaceStreamServiceStreamScoreResponse> responseStream,
        ServerCallContext context)
    {
        var session = scorer.OpenSession();
        var first = true;
        return sessions.RunAsync(stopping => OrderedSession.RunAsync(
            requestStream, responseStream, options.Value.RequestsInHand, AnswerAsync, stopping, context.CancellationToken));

        async Task<FaceStreamServiceStreamScoreResponse> AnswerAsync(FaceStreamServiceStreamScoreRequest request, CancellationToken cancellationToken)
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
            return new FaceStreamServiceStreamScoreResponse
            {
                Scores = { scored.Scores },
                Model = scored.Model,
                Times = { scored.Time },
                State = await saving,
            };
        }
    }
}
