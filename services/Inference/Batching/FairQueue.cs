namespace EmotionGrpc.Inference.Batching;

/// <summary>First in, first out within a key; round robin between keys, so that no session starves another. Not thread safe.</summary>
internal sealed class FairQueue<T>
{
    private readonly Dictionary<string, Queue<T>> _queues = [];
    private readonly Queue<string> _turns = new();

    // Of keys that have nothing in line any more: the next key takes one over.
    private readonly Stack<Queue<T>> _empty = new();

    public int Count { get; private set; }

    public void Enqueue(string key, T item)
    {
        if (!_queues.TryGetValue(key, out var queue))
        {
            _queues.Add(key, queue = _empty.TryPop(out var empty) ? empty : new Queue<T>());
            _turns.Enqueue(key);
        }

        queue.Enqueue(item);
        Count++;
    }

    public bool TryDequeue(out T item)
    {
        if (!_turns.TryDequeue(out var key))
        {
            item = default!;
            return false;
        }

        var queue = _queues[key];
        item = queue.Dequeue();
        Count--;
        if (queue.Count > 0)
        {
            _turns.Enqueue(key);
        }
        else
        {
            _queues.Remove(key);
            _empty.Push(queue);
        }

        return true;
    }
}
