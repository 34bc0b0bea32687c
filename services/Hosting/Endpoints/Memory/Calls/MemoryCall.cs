using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.Hosting.Sessions;
using Grpc.Core;

namespace EmotionGrpc.Hosting.Endpoints.Memory.Calls;

/// <summary>
/// A call within the process. Messages are handed over as they are: who has written one does not change it any more, and who has read it may. As over HTTP/2 a writer
/// waits when the other side does not read.
/// </summary>
/// <param name="method">The method's full name.</param>
/// <param name="options">The caller's; a deadline is none of them.</param>
/// <param name="handler">The service.</param>
/// <param name="errors">Between the service and the caller.</param>
internal sealed class MemoryCall<TRequest, TResponse>(
    string method, CallOptions options, DuplexStreamingServerMethod<TRequest, TResponse> handler, ErrorInterceptor errors) : IDisposable
    where TRequest : class
    where TResponse : class
{
    private const int Messages = 16;

    private readonly Channel<TRequest> _requests = Open<TRequest>();
    private readonly Channel<TResponse> _responses = Open<TResponse>();
    private readonly CancellationTokenSource _cancelled = new();
    private CancellationTokenRegistration _registration;
    private volatile RpcException? _end;

    /// <summary>Runs the service beside the caller.</summary>
    public AsyncDuplexStreamingCall<TRequest, TResponse> Begin()
    {
        _registration = options.CancellationToken.UnsafeRegister(static call => ((MemoryCall<TRequest, TResponse>)call!).Dispose(), this);
        // What is current where the call is opened, a frame's span for instance, is not for the whole call.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(RunAsync);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new RequestWriter(this),
            new Reader<TResponse>(_responses),
            Task.FromResult(Metadata.Empty),
            () => _end?.Status ?? throw new InvalidOperationException("The call has not ended yet."),
            () => Metadata.Empty,
            Dispose);
    }

    /// <summary>The caller gives up, or is done.</summary>
    public void Dispose()
    {
        End(new Status(StatusCode.Cancelled, "The call was cancelled."));
        // Not here: the caller may hold locks that those who are told need.
        ThreadPool.UnsafeQueueUserWorkItem(static cancelled => cancelled.Cancel(), _cancelled, preferLocal: false);
    }

    private static Channel<T> Open<T>() => Channel.CreateBounded<T>(new BoundedChannelOptions(Messages) { SingleReader = true, SingleWriter = true });

    private async Task RunAsync()
    {
        var context = new MemoryCallContext(method, options, _cancelled.Token);
        try
        {
            await errors.DuplexStreamingServerHandler(new Reader<TRequest>(_requests), new ResponseWriter(_responses.Writer), context, handler);
            End(context.Status);
        }
        catch (RpcException e)
        {
            End(e.Status, e.Trailers);
        }
    }

    private void End(Status status, Metadata? trailers = null)
    {
        var end = new RpcException(status, trailers ?? Metadata.Empty);
        if (Interlocked.CompareExchange(ref _end, end, null) is not null)
            return;
        _registration.Unregister();
        _requests.Writer.TryComplete(end);
        _responses.Writer.TryComplete(status.StatusCode == StatusCode.OK ? null : end);
    }

    private sealed class Reader<T>(Channel<T> channel) : IPooledReader<T>
        where T : class
    {
        public T Current { get; private set; } = null!;

        public Task<bool> MoveNext(CancellationToken cancellationToken) => MoveNextAsync(cancellationToken).AsTask();

        public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
        {
            if (cancellationToken.IsCancellationRequested || !channel.Reader.TryRead(out var message))
                return WaitAsync(cancellationToken);
            Current = message;
            return new ValueTask<bool>(true);
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var end = ChannelEnd.With(channel.Writer, cancellationToken);
            while (await channel.Reader.WaitToReadAsync(CancellationToken.None))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!channel.Reader.TryRead(out var message))
                    continue;
                Current = message;
                return true;
            }

            return false;
        }
    }

    private sealed class RequestWriter(MemoryCall<TRequest, TResponse> call) : IClientStreamWriter<TRequest>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(TRequest message, CancellationToken cancellationToken) =>
            !cancellationToken.IsCancellationRequested && call._requests.Writer.TryWrite(message) ? Task.CompletedTask : WaitAsync(message, cancellationToken);

        public Task CompleteAsync()
        {
            call._requests.Writer.TryComplete();
            return Task.CompletedTask;
        }

        private async Task WaitAsync(TRequest message, CancellationToken cancellationToken)
        {
            try
            {
                await call._requests.Writer.WriteAsync(message, cancellationToken);
            }
            catch (ChannelClosedException e)
            {
                throw e.InnerException as RpcException ?? (Exception)new InvalidOperationException("No more is written: the caller has said so.", e);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The service reads no more. As long as it still answers, a message is one that it does not come to; then the call's end says why.
                if (call._end is { } end)
                    throw end;
            }
        }
    }

    private sealed class ResponseWriter(ChannelWriter<TResponse> writer) : IServerStreamWriter<TResponse>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(TResponse message, CancellationToken cancellationToken) =>
            !cancellationToken.IsCancellationRequested && writer.TryWrite(message) ? Task.CompletedTask : WaitAsync(message, cancellationToken);

        private async Task WaitAsync(TResponse message, CancellationToken cancellationToken)
        {
            try
            {
                await writer.WriteAsync(message, cancellationToken);
            }
            catch (ChannelClosedException e)
            {
                throw new OperationCanceledException("The caller has ended the call.", e);
            }
        }
    }
}
