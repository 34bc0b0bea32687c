using Grpc.Core;

namespace EmotionGrpc.Hosting.Endpoints.Memory.Calls;

/// <summary>Calls a service of the same process: calls that stream both ways by messages, all others as over a network.</summary>
/// <param name="name">Where it listens.</param>
/// <param name="network">For other calls, and while nobody listens there.</param>
internal sealed class MemoryInvoker(string name, CallInvoker network) : CallInvoker
{
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        (options.Deadline is null ? MemoryListener.Find(name)?.Calls.Begin(method, options) : null) ?? network.AsyncDuplexStreamingCall(method, host, options);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        network.AsyncUnaryCall(method, host, options, request);

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        network.BlockingUnaryCall(method, host, options, request);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => network.AsyncServerStreamingCall(method, host, options, request);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => network.AsyncClientStreamingCall(method, host, options);
}
