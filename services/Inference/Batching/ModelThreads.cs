using EmotionGrpc.Inference.Runtime;

namespace EmotionGrpc.Inference.Batching;

/// <summary>
/// Threads that run models, in the order in which items came, whichever the model. As many as processors, they serve all models of a process: more would only take turns. They are not
/// those of the pool, where runs would keep everything else waiting for one.
/// </summary>
internal sealed class ModelThreads
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<int, ModelThreads> s_shared = [];

    [ThreadStatic]
    private static ModelThreads? t_mine;

    [ThreadStatic]
    private static bool t_willTakeOne;

    // A monitor: threads that wait for it sleep at once, where a semaphore would spin on processors that others compute on.
    private readonly object _lock = new();
    private readonly Queue<IModelRuns> _turns = new();
    private bool _stopped;

    /// <summary>Starts threads of their own for one model.</summary>
    public ModelThreads(int count)
    {
        Count = count;
        for (var i = 0; i < count; i++)
        {
            var thread = i;
            new Thread(() => Work(thread)) { IsBackground = true, Name = $"model {thread}" }.Start();
        }
    }

    /// <summary>Threads.</summary>
    public int Count { get; }

    /// <summary>Those that all models of the process share.</summary>
    public static ModelThreads Shared(int count)
    {
        lock (s_lock)
            return s_shared.TryGetValue(count, out var threads) ? threads : s_shared[count] = new ModelThreads(count);
    }

    /// <summary>Lets a model run once, after all that was posted before.</summary>
    public void Post(IModelRuns runs)
    {
        lock (_lock)
        {
            _turns.Enqueue(runs);
            // What a run leads to goes on on its thread: it takes a turn when it comes back, and another would only be woken for nothing.
            if (t_mine == this && !t_willTakeOne)
                t_willTakeOne = true;
            else
                Monitor.Pulse(_lock);
        }
    }

    /// <summary>Ends threads that are nobody else's.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void Work(int thread)
    {
        ThreadNiceness.GiveWay();
        t_mine = this;
        while (Take() is { } runs)
        {
            t_willTakeOne = false;
            runs.RunNext(thread);
        }
    }

    private IModelRuns? Take()
    {
        lock (_lock)
        {
            IModelRuns? runs;
            while (!_turns.TryDequeue(out runs) && !_stopped)
                Monitor.Wait(_lock);
            return runs;
        }
    }
}
