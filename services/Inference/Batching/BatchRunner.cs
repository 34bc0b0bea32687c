using System.Diagnostics;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Inference.Reloading;
using EmotionGrpc.Inference.Runtime;
using EmotionGrpc.V1;

namespace EmotionGrpc.Inference.Batching;

/// <summary>Runs one model for all sessions: items wait in a fair queue, workers take as many as one run may hold.</summary>
/// <typeparam name="T">Element type of the model's input: float or byte.</typeparam>
public sealed class BatchRunner<T> : IServedModel
    where T : unmanaged
{
    private readonly OnnxModel _model;
    private readonly BatchOptions _options;
    private readonly int _maximumBatch;
    private readonly BatchShapes _shapes;

    // A monitor: workers that wait for it sleep at once, where a semaphore would spin on processors that other models compute on.
    private readonly object _lock = new();
    private readonly FairQueue<WaitingItem<T>> _queue = new();
    private readonly Task[] _workers;
    private bool _stopping;

    /// <summary>Starts the workers. The runner owns the model from here on.</summary>
    public BatchRunner(OnnxModel model, ModelOptions modelOptions, BatchOptions options)
    {
        _model = model;
        _options = options;
        Version = new ModelVersion { Name = Manifest.Name, Version = Manifest.Version, Task = Manifest.Task };
        _maximumBatch = model.BatchIsFixed ? 1 : options.MaximumBatch;
        _shapes = new BatchShapes(_maximumBatch, any: model.IsOnCpu);
        var workers = modelOptions.Workers != 0 ? modelOptions.Workers : model.IsOnCpu ? Environment.ProcessorCount : model.Instances;
        if (!model.IsOnCpu)
            model.WarmUp(_shapes.All);
        _model.Metrics.Limit(options.MaximumQueue);
        // Threads of their own: runs that sit on those of the pool keep everything else waiting for one.
        _workers = [.. Enumerable.Range(0, workers).Select(i => Task.Factory.StartNew(() => Work(i % model.Instances), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
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
    /// <param name="cancellationToken">Gives the item up while it waits.</param>
    /// <returns>To be awaited once.</returns>
    /// <exception cref="BatchQueueFullException">Too many items wait.</exception>
    public ValueTask<TResult> RunAsync<TResult>(BatchItem<T> content, string session, OutputReader<TResult> read, CancellationToken cancellationToken)
    {
        if (content.Input.Length < ItemLength)
            throw new ArgumentException($"Model '{Manifest.Name}' takes {ItemLength} elements an item, not {content.Input.Length}.", nameof(content));
        CheckStates(content.States);
        var item = new WaitingItem<T, TResult>(content, read, cancellationToken);
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
        return Activity.Current is { Recorded: true } span ? TraceAsync(span, item) : item.Result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _stopping = true;
            Monitor.PulseAll(_lock);
        }

        await Task.WhenAll(_workers);
        lock (_lock)
        {
            while (_queue.TryDequeue(out var item))
            {
                _model.Metrics.Queued(-1);
                item.Cancel();
            }
        }

        _model.Metrics.Limit(-_options.MaximumQueue);

        _model.Dispose();
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
    private async ValueTask<TResult> TraceAsync<TResult>(Activity frame, WaitingItem<T, TResult> item)
    {
        using var span = frame.Source.StartActivity($"model {Manifest.Name}", ActivityKind.Internal, frame.Context);
        var result = await item.Result;
        span?.SetTag("emotion.model_milliseconds", item.ModelMilliseconds);
        return result;
    }

    private void Work(int instance)
    {
        ThreadNiceness.GiveWay();
        var batch = new List<WaitingItem<T>>(_maximumBatch);
        using var buffers = new WorkerBuffers(_model, _shapes, _maximumBatch, instance);
        while (Take(batch))
        {
            if (batch.Count > 0)
                Run(batch, buffers);
        }
    }

    /// <summary>Waits for items and takes as many as a run may hold.</summary>
    /// <returns>False when there will be no more.</returns>
    private bool Take(List<WaitingItem<T>> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            while (_queue.Count == 0 && !_stopping)
                Monitor.Wait(_lock);
            if (_stopping)
                return false;
            var wait = _options.MaximumWaitMilliseconds;
            if (wait > 0 && _queue.Count < _maximumBatch)
                WaitForMore(wait);
            while (batch.Count < _maximumBatch && _queue.TryDequeue(out var item))
                batch.Add(item);
        }

        for (var i = batch.Count - 1; i >= 0; i--)
        {
            var item = batch[i];
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

    private void Run(List<WaitingItem<T>> batch, WorkerBuffers allBuffers)
    {
        try
        {
            var buffers = allBuffers.For(batch.Count, batch.Exists(i => i.Content.Evidence));
            for (var i = 0; i < batch.Count; i++)
                Fill(buffers, i, batch[i].Content);
            var milliseconds = _model.Run(buffers);
            _model.Metrics.Ran(batch.Count, milliseconds);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Complete(new RunOutputs(buffers.Outputs, i, buffers.Items, milliseconds / batch.Count));
        }
        catch (Exception e)
        {
            // Whatever fails, nobody may wait for ever; the caller decides what the failure means.
            foreach (var item in batch)
                item.Fail(e);
        }
    }

    private void Fill(NetworkBuffers buffers, int place, BatchItem<T> content)
    {
        content.Input.AsSpan(0, ItemLength).CopyTo(buffers.Input<T>()[(place * ItemLength)..]);
        for (var s = 0; s < content.States.Count; s++)
            content.States[s].CopyTo(buffers.State(s)[(place * ZeroStates[s].Length)..]);
    }
}
