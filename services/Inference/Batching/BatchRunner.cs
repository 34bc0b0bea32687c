using System.Diagnostics;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.Inference.Runtime;
using EmotionGrpc.V1;

namespace EmotionGrpc.Inference.Batching;

/// <summary>Runs one model for all sessions: items wait in a fair queue, and a thread takes as many as one run may hold.</summary>
/// <typeparam name="T">Element type of the model's input: float or byte.</typeparam>
public sealed class BatchRunner<T> : IServedModel, IModelRuns
    where T : unmanaged
{
    private readonly OnnxModel _model;
    private readonly BatchOptions _options;
    private readonly int _maximumBatch;
    private readonly BatchShapes _shapes;

    private readonly object _lock = new();
    private readonly FairQueue<WaitingItem<T>> _queue = new();
    private readonly ModelThreads _threads;
    private readonly bool _ownThreads;
    private readonly Seat?[] _seats;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _stopping;

    /// <summary>The runner owns the model from here on.</summary>
    public BatchRunner(OnnxModel model, ModelOptions modelOptions, BatchOptions options)
    {
        _model = model;
        _options = options;
        Version = new ModelVersion { Name = Manifest.Name, Version = Manifest.Version, Task = Manifest.Task };
        _maximumBatch = model.BatchIsFixed ? 1 : options.MaximumBatch;
        _shapes = new BatchShapes(_maximumBatch, any: model.IsOnCpu);
        var threads = modelOptions.Workers != 0 ? modelOptions.Workers : model.IsOnCpu ? Environment.ProcessorCount : model.Instances;
        // Who waits, for a device or for more items, must not keep other models waiting.
        _ownThreads = !model.IsOnCpu || options.MaximumWaitMilliseconds > 0;
        if (!model.IsOnCpu)
            model.WarmUp(_shapes.All);
        _threads = _ownThreads ? new ModelThreads(threads) : ModelThreads.Shared(threads);
        _seats = new Seat?[threads];
        _model.Metrics.Limit(options.MaximumQueue);
    }

    /// <inheritdoc/>
    public ModelManifest Manifest => _model.Manifest;

    /// <summary>What results name; one for all of them, not to be changed.</summary>
    public ModelVersion Version { get; }

    /// <summary>Execution provider in use.</summary>
    public string Provider => _model.Provider;

    /// <inheritdoc/>
    public string Precision => _model.Precision;

    /// <summary>Elements of one item.</summary>
    public int ItemLength => _model.ItemLength;

    /// <summary>The states that a track begins with. Not to be written to.</summary>
    public IReadOnlyList<float[]> ZeroStates => _model.ZeroStates;

    /// <summary>Items that wait.</summary>
    public int QueueLength
    {
        get
        {
            lock (_lock)
                return _queue.Count;
        }
    }

    /// <summary>Scores one item.</summary>
    /// <param name="content">An input of at least the model's length, which belongs to the runner from here on, and states of exactly its lengths.</param>
    /// <param name="session">Whose item it is: sessions take turns.</param>
    /// <param name="read">Takes the answer out of the outputs.</param>
    /// <param name="state">For the reader.</param>
    /// <param name="cancellationToken">Gives the item up while it waits.</param>
    /// <returns>To be awaited once.</returns>
    /// <exception cref="BatchQueueFullException">Too many items wait.</exception>
    public ValueTask<TResult> RunAsync<TState, TResult>(
        BatchItem<T> content, string session, OutputReader<TState, TResult> read, TState state, CancellationToken cancellationToken)
    {
        if (content.Input.Length < ItemLength)
            throw new ArgumentException($"Model '{Manifest.Name}' takes {ItemLength} elements an item, not {content.Input.Length}.", nameof(content));
        CheckStates(content.States);
        var span = Activity.Current is { Recorded: true } current ? current : null;
        // One that is traced is asked for its time afterwards.
        var item = WaitingItem<T, TState, TResult>.Begin(content, read, state, again: span is null, cancellationToken);
        var result = item.Result;
        lock (_lock)
        {
            if (_queue.Count >= _options.MaximumQueue)
            {
                _model.Metrics.Refused();
                throw new BatchQueueFullException($"{_queue.Count} items wait for model '{Manifest.Name}'; try again later.");
            }

            _queue.Enqueue(session, item);
            Monitor.Pulse(_lock);
        }

        _model.Metrics.Queued(1);
        _threads.Post(this);
        return span is null ? result : TraceAsync(span, item, result);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _stopping = true;
            if (_running == 0)
                _idle.TrySetResult();
            Monitor.PulseAll(_lock);
        }

        await _idle.Task;
        if (_ownThreads)
            _threads.Stop();
        lock (_lock)
        {
            while (_queue.TryDequeue(out var item))
            {
                _model.Metrics.Queued(-1);
                item.Cancel();
            }
        }

        _model.Metrics.Limit(-_options.MaximumQueue);
        foreach (var seat in _seats)
            seat?.Buffers.Dispose();
        _model.Dispose();
    }

    void IModelRuns.RunNext(int thread)
    {
        var seat = _seats[thread] ??= new Seat(new ThreadBuffers(_model, _shapes, _maximumBatch, thread % _model.Instances), new List<WaitingItem<T>?>(_maximumBatch));
        if (!Take(seat.Batch))
            return;
        if (seat.Batch.Count > 0)
            Run(seat.Batch, seat.Buffers);
        lock (_lock)
        {
            if (--_running == 0 && _stopping)
                _idle.TrySetResult();
        }
    }

    private void CheckStates(IReadOnlyList<float[]> states)
    {
        var fits = states.Count == ZeroStates.Count;
        for (var i = 0; fits && i < states.Count; i++)
            fits = states[i].Length == ZeroStates[i].Length;
        if (!fits)
            throw new ArgumentException($"Model '{Manifest.Name}' takes {ZeroStates.Count} states of their own lengths.", nameof(states));
    }

    /// <summary>A span of the item's wait and run, below the span of its frame.</summary>
    private async ValueTask<TResult> TraceAsync<TResult>(Activity frame, WaitingItem<T> item, ValueTask<TResult> waiting)
    {
        using var span = frame.Source.StartActivity($"model {Manifest.Name}", ActivityKind.Internal, frame.Context);
        var result = await waiting;
        span?.SetTag("emotion.model_milliseconds", item.ModelMilliseconds);
        return result;
    }

    /// <summary>Takes as many items as a run may hold.</summary>
    /// <returns>False when there are none.</returns>
    private bool Take(List<WaitingItem<T>?> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            if (_queue.Count > 0 && _options.MaximumWaitMilliseconds > 0)
                WaitForMore(_options.MaximumWaitMilliseconds);
            if (_queue.Count == 0 || _stopping)
                return false;
            // Two processors run one item each sooner than one runs both.
            var share = _ownThreads ? _maximumBatch : Math.Min(_maximumBatch, (_queue.Count + _threads.Count - 1) / _threads.Count);
            while (batch.Count < share && _queue.TryDequeue(out var item))
                batch.Add(item);
            _running++;
        }

        for (var i = batch.Count - 1; i >= 0; i--)
        {
            var item = batch[i]!;
            _model.Metrics.Queued(-1);
            _model.Metrics.Waited(Stopwatch.GetElapsedTime(item.Queued));
            if (!item.CancellationToken.IsCancellationRequested)
                continue;
            item.Cancel();
            batch.RemoveAt(i);
        }

        return true;
    }

    private void WaitForMore(int milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        while (_queue.Count < _maximumBatch && !_stopping)
        {
            var left = milliseconds - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (left <= 0 || !Monitor.Wait(_lock, left))
                return;
        }
    }

    private void Run(List<WaitingItem<T>?> batch, ThreadBuffers allBuffers)
    {
        try
        {
            var buffers = allBuffers.For(batch.Count, batch.Exists(static i => i!.Content.Evidence));
            for (var i = 0; i < batch.Count; i++)
                Fill(buffers, i, batch[i]!.Content);
            var milliseconds = _model.Run(buffers);
            _model.Metrics.Ran(batch.Count, milliseconds);
            for (var i = 0; i < batch.Count; i++)
            {
                // Once it is complete it may be another request's.
                var item = batch[i]!;
                batch[i] = null;
                // What the last item leads to, the next model's input perhaps, goes on here: no other thread has to be woken for it. Before a device nobody may be late.
                item.Complete(new RunOutputs(buffers.Outputs, i, buffers.Items, milliseconds / batch.Count), goOnHere: !_ownThreads && i == batch.Count - 1);
            }
        }
        catch (Exception e)
        {
            // Whatever fails, nobody may wait for ever; the caller decides what the failure means.
            foreach (var item in batch)
                item?.Fail(e);
        }
    }

    private void Fill(NetworkBuffers buffers, int place, BatchItem<T> content)
    {
        content.Input.AsSpan(0, ItemLength).CopyTo(buffers.Input<T>()[(place * ItemLength)..]);
        for (var s = 0; s < content.States.Count; s++)
            content.States[s].CopyTo(buffers.State(s)[(place * ZeroStates[s].Length)..]);
    }

    /// <summary>What a thread needs to run the model.</summary>
    private sealed record Seat(ThreadBuffers Buffers, List<WaitingItem<T>?> Batch);
}
