using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace EmotionGrpc.Inference.Batching;

/// <summary>An item in front of a model.</summary>
internal abstract class WaitingItem<T>
    where T : unmanaged
{
    public BatchItem<T> Content { get; private set; }

    public CancellationToken CancellationToken { get; private set; }

    /// <summary>When it came, as a timestamp of the stopwatch.</summary>
    public long Queued { get; private set; }

    /// <summary>Its share of ONNX Runtime's own time, once it has run.</summary>
    public double ModelMilliseconds { get; protected set; }

    /// <param name="outputs">What the run gave.</param>
    /// <param name="goOnHere">Whether who waits for the result goes on on this thread, before the call returns.</param>
    public abstract void Complete(RunOutputs outputs, bool goOnHere);

    public abstract void Fail(Exception exception);

    public abstract void Cancel();

    protected void Begin(BatchItem<T> content, CancellationToken cancellationToken) =>
        (Content, CancellationToken, Queued, ModelMilliseconds) = (content, cancellationToken, Stopwatch.GetTimestamp(), 0);

    /// <summary>Gives the input back: nobody looks at it any more.</summary>
    protected void GiveBack() => ArrayPool<T>.Shared.Return(Content.Input);

    protected void Forget() => (Content, CancellationToken) = (default, default);
}

/// <summary>
/// An item of which somebody wants a certain result. It is the source of the wait for it as well, and serves another item once the result was taken: a task, a closure and an object of its own would be
/// half a kilobyte for each run of each frame.
/// </summary>
internal sealed class WaitingItem<T, TState, TResult> : WaitingItem<T>, IValueTaskSource<TResult>
    where T : unmanaged
{
    private static readonly ConcurrentQueue<WaitingItem<T, TState, TResult>> s_free = new();

    private ManualResetValueTaskSourceCore<TResult> _result;
    private OutputReader<TState, TResult>? _read;
    private TState? _state;
    private bool _again;

    private WaitingItem()
    {
    }

    /// <summary>To be awaited once; to be taken before the item is handed on.</summary>
    public ValueTask<TResult> Result => new(this, _result.Version);

    /// <param name="content">The item.</param>
    /// <param name="read">Takes the answer out of the outputs.</param>
    /// <param name="state">For the reader.</param>
    /// <param name="again">Whether it may serve another item afterwards; who looks at it later keeps it.</param>
    /// <param name="cancellationToken">Gives it up while it waits.</param>
    public static WaitingItem<T, TState, TResult> Begin(BatchItem<T> content, OutputReader<TState, TResult> read, TState state, bool again, CancellationToken cancellationToken)
    {
        var item = s_free.TryDequeue(out var free) ? free : new WaitingItem<T, TState, TResult>();
        item.Begin(content, cancellationToken);
        (item._read, item._state, item._again) = (read, state, again);
        item._result.RunContinuationsAsynchronously = true;
        return item;
    }

    public override void Complete(RunOutputs outputs, bool goOnHere)
    {
        ModelMilliseconds = outputs.ModelMilliseconds;
        GiveBack();
        TResult result;
        try
        {
            result = _read!(outputs, _state!);
        }
        catch (Exception e)
        {
            // Of this item alone: the others of the batch are as good as they were.
            _result.SetException(e);
            return;
        }

        _result.RunContinuationsAsynchronously = !goOnHere;
        _result.SetResult(result);
    }

    public override void Fail(Exception exception)
    {
        GiveBack();
        _result.SetException(exception);
    }

    public override void Cancel()
    {
        var cancelled = new OperationCanceledException(CancellationToken);
        GiveBack();
        _result.SetException(cancelled);
    }

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        // Throws where it was taken before: it may be another's by now.
        _ = _result.GetStatus(token);
        try
        {
            return _result.GetResult(token);
        }
        finally
        {
            if (_again)
            {
                Forget();
                (_read, _state) = (null, default);
                _result.Reset();
                s_free.Enqueue(this);
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _result.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _result.OnCompleted(continuation, state, token, flags);
}
