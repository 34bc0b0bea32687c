using System.Buffers;
using System.Diagnostics;

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

    public abstract void Complete(RunOutputs outputs);

    public abstract void Fail(Exception exception);

    public abstract void Cancel();

    /// <summary>Gives the input back: nobody looks at it any more.</summary>
    protected void GiveBack() => ArrayPool<T>.Shared.Return(content.Input);
}

/// <summary>An item of which somebody wants a certain result.</summary>
internal sealed class WaitingItem<T, TResult>(BatchItem<T> content, OutputReader<TResult> read, CancellationToken cancellationToken)
    : WaitingItem<T>(content, cancellationToken)
    where T : unmanaged
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Result => _completion.Task;

    public override void Complete(RunOutputs outputs)
    {
        ModelMilliseconds = outputs.ModelMilliseconds;
        GiveBack();
        try
        {
            _completion.SetResult(read(outputs));
        }
        catch (Exception e)
        {
            // Of this item alone: the others of the batch are as good as they were.
            _completion.SetException(e);
        }
    }

    public override void Fail(Exception exception)
    {
        if (_completion.TrySetException(exception))
            GiveBack();
    }

    public override void Cancel()
    {
        GiveBack();
        _completion.TrySetCanceled(CancellationToken);
    }
}
