using System.Collections.Concurrent;
using System.Threading.Channels;
using EmotionGrpc.Hosting.Sessions;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>
/// A bidirectional call that answers each request once and in order. Requests are written by one loop and responses read by another:
/// a single loop that writes and then reads stands still when both flow-control windows are full (grpc-dotnet issue 2576).
/// </summary>
internal sealed class OrderedCall<TRequest, TResponse> : IAsyncDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly AsyncDuplexStreamingCall<TRequest, TResponse> _call;
    private readonly Channel<TRequest> _outgoing = Channel.CreateUnbounded<TRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentQueue<PooledAnswer<TResponse>> _waiting = new();
    private readonly ConcurrentQueue<PooledAnswer<TResponse>> _free = new();
    private readonly Task _writing;
    private readonly Task _reading;
    private volatile Exception? _broken;

    public OrderedCall(AsyncDuplexStreamingCall<TRequest, TResponse> call)
    {
        _call = call;
        _writing = Task.Run(WriteAsync);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Whether the call has ended; it cannot be used again.</summary>
    public bool IsBroken => _broken != null;

    /// <summary>Sends a request; its answer comes when all before it are answered. One caller at a time; the answer is awaited once.</summary>
    public ValueTask<TResponse> SendAsync(TRequest request)
    {
        var answer = PooledAnswer<TResponse>.Take(_free);
        _waiting.Enqueue(answer);
        if (_broken is { } broken || !_outgoing.Writer.TryWrite(request))
            FailWaiting(_broken ?? new InvalidOperationException("The call has ended."));
        return answer.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _outgoing.Writer.TryComplete();
        _call.Dispose();
        await Task.WhenAll(_writing, _reading);
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var request in _outgoing.Reader.ReadAllAsync())
                await _call.RequestStream.WriteAsync(request);
            await _call.RequestStream.CompleteAsync();
        }
        catch (Exception)
        {
            // Broken connections come as RpcException, IOException and others; the reading loop learns the call's status, which says why.
        }
    }

    private async Task ReadAsync()
    {
        Exception end = new RpcException(new Status(StatusCode.Unavailable, "The service ended the call."));
        try
        {
            while (await _call.ResponseStream.NextAsync(CancellationToken.None))
            {
                if (_waiting.TryDequeue(out var answer))
                    answer.Set(_call.ResponseStream.Current);
            }
        }
        catch (Exception e)
        {
            end = e;
        }

        _broken = end;
        _outgoing.Writer.TryComplete();
        FailWaiting(end);
    }

    private void FailWaiting(Exception exception)
    {
        while (_waiting.TryDequeue(out var answer))
            answer.Fail(exception);
    }
}
