using System.Buffers;
using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace EmotionGrpc.Inference.Batching;

/// <summary>An item in front of a model.</summary>
internal abstract class WaitingItem<T>(BatchItem<T> content, CancellationToken cancellationToken)
    where T : unmanaged
{
    public BatchItem<T> Content => content;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>When it came, as a timestamp of the stopwatch.</summary>
    public long Queued { get; } = Stopwatch.GetTimestamp();

    /// <summary>Its share of ONNX Runtime's own time, once it has run.</summary>
    public double ModelMilliseconds { get; protected set; }

    /// <param name="outputs">What the run gave.</param>
    /// <param name="goOnHere">Whether who waits for the result goes on on this thread, before the call returns.</param>
    public abstract void Complete(RunOutputs outputs, bool goOnHere);

    public abstract void Fail(Exception exception);

    public abstract void Cancel();

    /// <summary>Gives the input back: nobody looks at it any more.</summary>
    protected void GiveBack() => ArrayPool<T>.Shared.Return(content.Input);
}

/// <summary>An item of which somebody wants a certain result. It is the source of the wait for it as well: a task of its own would be two objects more for each run of each frame.</summary>
internal sealed class WaitingItem<T, TResult>(BatchItem<T> content, OutputReader<TResult> read, CancellationToken cancellationToken)
    : WaitingItem<T>(content, cancellationToken), IValueTaskSource<TResult>
    where T : unmanaged
{
    private ManualResetValueTaskSourceCore<TResult> _result = new() { RunContinuationsAsynchronously = true };
    private bool _ended;

    /// <summary>To be awaited once.</summary>
    public ValueTask<TResult> Result => new(this, _result.Version);

    public override void Complete(RunOutputs outputs, bool goOnHere)
    {
        ModelMilliseconds = outputs.ModelMilliseconds;
        End();
        TResult result;
        try
        {
            result = read(outputs);
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
        // Of a batch that fails midway some have their results already.
        if (_ended)
            return;
        End();
        _result.SetException(exception);
    }

    public override void Cancel()
    {
        End();
        _result.SetException(new OperationCanceledException(CancellationToken));
    }

    TResult IValueTaskSource<TResult>.GetResult(short token) => _result.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _result.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _result.OnCompleted(continuation, state, token, flags);

    private void End()
    {
        _ended = true;
        GiveBack();
    }
}
