using System.Runtime.CompilerServices;
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

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<StreamAnswer> AskAsync(StreamRequest request)
        {
            var response = await _call.SendAsync(new FaceStreamServiceStreamScoreRequest
            {
                Unscored = { request.Unscored },
                Samples = { request.Samples },
                EndedTrackIds = { request.EndedTrackIds },
                Explain = request.Explain,
                State = request.State,
                StateWanted = request.StateWanted,
                Traceparent = request.Traceparent,
            });
            return new StreamAnswer(response.Scores, response.Model, response.Times, response.State);
        }

        public ValueTask DisposeAsync() => _call.DisposeAsync();
    }
}
