using System.Runtime.CompilerServices;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>Speaks emotion.v1.BodyStreamService.</summary>
internal sealed class BodyStreamService(CallInvoker invoker) : IStreamService
{
    private readonly V1.BodyStreamService.BodyStreamServiceClient _client = new(invoker);

    public StreamKind Stream => StreamKind.Body;

    public async Task<Model> GetModelAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var response = await _client.GetModelAsync(new BodyStreamServiceGetModelRequest(), deadline: DateTime.UtcNow + timeout, cancellationToken: cancellationToken);
        return response.Model ?? throw new RpcException(new Status(StatusCode.Internal, "GetModel answered without a model."));
    }

    public IStreamCall Open() => new Call(_client.StreamScore());

    private sealed class Call(AsyncDuplexStreamingCall<BodyStreamServiceStreamScoreRequest, BodyStreamServiceStreamScoreResponse> call) : IStreamCall
    {
        private readonly OrderedCall<BodyStreamServiceStreamScoreRequest, BodyStreamServiceStreamScoreResponse> _call = new(call);

        public bool IsBroken => _call.IsBroken;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<StreamAnswer> AskAsync(StreamRequest request)
        {
            var response = await _call.SendAsync(new BodyStreamServiceStreamScoreRequest
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
