using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>Speaks emotion.v1.FaceStreamService.</summary>
internal sealed class FaceStreamService(CallInvoker invoker) : IStreamService
{
    private readonly V1.FaceStreamService.FaceStreamServiceClient _client = new(invoker);

    public StreamKind Stream => StreamKind.Face;

    public async Task<Model> GetModelAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var response = await _client.GetModelAsync(new FaceStreamServiceGetModelRequest(), deadline: DateTime.UtcNow + timeout, cancellationToken: cancellationToken);
        return response.Model ?? throw new RpcException(new Status(StatusCode.Internal, "GetModel answered without a model."));
    }

    public IStreamCall Open() => new Call(_client.StreamScore());

    private sealed class Call(AsyncDuplexStreamingCall<FaceStreamServiceStreamScoreRequest, FaceStreamServiceStreamScoreResponse> call) : IStreamCall
    {
        private readonly OrderedCall<FaceStreamServiceStreamScoreRequest, FaceStreamServiceStreamScoreResponse> _call = new(call);

        public bool IsBroken => _call.IsBroken;

        public async Task<StreamAnswer> ScoreAsync(IEnumerable<Sample> samples, IEnumerable<uint> endedTrackIds, bool explain, string traceparent)
        {
            var request = new FaceStreamServiceStreamScoreRequest { Samples = { samples }, EndedTrackIds = { endedTrackIds }, Explain = explain, Traceparent = traceparent };
            var response = await _call.SendAsync(request);
            return new StreamAnswer(response.Scores, response.Model, response.Times);
        }

        public ValueTask DisposeAsync() => _call.DisposeAsync();
    }
}
