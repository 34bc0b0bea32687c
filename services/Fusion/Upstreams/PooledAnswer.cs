using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>An answer that is waited for. Once it was taken it is free for another request.</summary>
/// <param name="free">Where it waits for that.</param>
internal sealed class PooledAnswer<T>(ConcurrentQueue<PooledAnswer<T>> free) : IValueTaskSource<T>
{
    // Whoever sets it is the reading loop, which must not do the work of those who wait.
    private ManualResetValueTaskSourceCore<T> _core = new() { RunContinuationsAsynchronously = true };

    /// <summary>Ends with the answer; to be awaited once.</summary>
    public ValueTask<T> Task => new(this, _core.Version);

    /// <summary>A free one, or a new one when there is none.</summary>
    public static PooledAnswer<T> Take(ConcurrentQueue<PooledAnswer<T>> free) => free.TryDequeue(out var answer) ? answer : new PooledAnswer<T>(free);

    /// <summary>The answer has come; once.</summary>
    public void Set(T answer) => _core.SetResult(answer);

    /// <summary>No answer will come; once.</summary>
    public void Fail(Exception exception) => _core.SetException(exception);

    T IValueTaskSource<T>.GetResult(short token)
    {
        // Throws where it was taken before: it belongs to another request by now.
        _ = _core.GetStatus(token);
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            free.Enqueue(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
