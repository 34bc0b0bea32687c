using EmotionGrpc.Conformance.Checks;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Conformance.Streams;

/// <summary>
/// Calls a face stream or a body stream. The messages of the two have the same fields with the same numbers, so that those of one are those of the other on the wire.
/// </summary>
internal sealed class StreamClient(CallInvoker invoker, string service)
{
    private readonly Method<FaceStreamServiceGetModelRequest, FaceStreamServiceGetModelResponse> _getModel = Method(
        MethodType.Unary, service, "GetModel", FaceStreamServiceGetModelRequest.Parser, FaceStreamServiceGetModelResponse.Parser);

    private readonly Method<FaceStreamServiceScoreRequest, FaceStreamServiceScoreResponse> _score = Method(
        MethodType.Unary, service, "Score", FaceStreamServiceScoreRequest.Parser, FaceStreamServiceScoreResponse.Parser);

    private readonly Method<FaceStreamServiceStreamScoreRequest, FaceStreamServiceStreamScoreResponse> _streamScore = Method(
        MethodType.DuplexStreaming, service, "StreamScore", FaceStreamServiceStreamScoreRequest.Parser, FaceStreamServiceStreamScoreResponse.Parser);

    /// <summary>Asks for the model.</summary>
    public async Task<Model> GetModelAsync(CancellationToken cancellationToken)
    {
        using var call = invoker.AsyncUnaryCall(_getModel, null, new CallOptions(cancellationToken: cancellationToken), new FaceStreamServiceGetModelRequest());
        return (await call).Model ?? new Model();
    }

    /// <summary>Scores clips.</summary>
    public async Task<FaceStreamServiceScoreResponse> ScoreAsync(IEnumerable<Clip> clips, CancellationToken cancellationToken, bool explain = false)
    {
        var request = new FaceStreamServiceScoreRequest { Clips = { clips }, Explain = explain };
        using var call = invoker.AsyncUnaryCall(_score, null, new CallOptions(cancellationToken: cancellationToken), request);
        return await call;
    }

    /// <summary>Opens a session.</summary>
    public Duplex<FaceStreamServiceStreamScoreRequest, FaceStreamServiceStreamScoreResponse> Open(CancellationToken cancellationToken) =>
        new(invoker.AsyncDuplexStreamingCall(_streamScore, null, new CallOptions(cancellationToken: cancellationToken)));

    private static Method<TRequest, TResponse> Method<TRequest, TResponse>(
        MethodType type, string service, string name, MessageParser<TRequest> requests, MessageParser<TResponse> responses)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> =>
        new(type, service, name, Marshallers.Create(m => m.ToByteArray(), requests.ParseFrom), Marshallers.Create(m => m.ToByteArray(), responses.ParseFrom));
}
