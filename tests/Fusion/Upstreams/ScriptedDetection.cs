using System.Threading.Channels;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Tests.Upstreams;

/// <summary>A detection service of one call that answers what a test says.</summary>
internal sealed class ScriptedDetection : CallInvoker
{
    private readonly Channel<StreamDetectResponse> _responses = Channel.CreateUnbounded<StreamDetectResponse>();

    public DetectionService.DetectionServiceClient Client => new(this);

    public void Answer(ulong sequence) => _responses.Writer.TryWrite(new StreamDetectResponse { Sequence = sequence });

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => new(
            new Requests<TRequest>(),
            (IAsyncStreamReader<TResponse>)(object)new Responses(_responses.Reader),
            Task.FromResult(Metadata.Empty),
            () => Status.DefaultSuccess,
            () => Metadata.Empty,
            () => _responses.Writer.TryComplete());

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    private sealed class Requests<T> : IClientStreamWriter<T>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(T message) => Task.CompletedTask;

        public Task CompleteAsync() => Task.CompletedTask;
    }

    private sealed class Responses(ChannelReader<StreamDetectResponse> reader) : IAsyncStreamReader<StreamDetectResponse>
    {
        public StreamDetectResponse Current { get; private set; } = null!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await reader.WaitToReadAsync(cancellationToken))
                return false;
            Current = await reader.ReadAsync(cancellationToken);
            return true;
        }
    }
}
