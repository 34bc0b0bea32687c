using System.Collections.Immutable;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Those who follow a session.</summary>
internal sealed class WatcherList
{
    private readonly Lock _lock = new();
    private ImmutableArray<Watcher> _watchers = [];
    private bool _completed;

    /// <summary>Whether anybody does: most sessions have none, and need not make messages for them.</summary>
    public bool Any => !_watchers.IsEmpty;

    /// <summary>Follows the session from now on; dispose to leave.</summary>
    public Watcher Add()
    {
        var watcher = new Watcher(Remove);
        lock (_lock)
        {
            if (_completed)
                watcher.Complete();
            _watchers = _watchers.Add(watcher);
        }

        return watcher;
    }

    public void Tell(WatchResultsResponse message)
    {
        foreach (var watcher in _watchers)
            watcher.Tell(message);
    }

    /// <summary>Tells the last message.</summary>
    public void Complete(WatchResultsResponse last)
    {
        lock (_lock)
        {
            _completed = true;
            Tell(last);
            foreach (var watcher in _watchers)
                watcher.Complete();
        }
    }

    private void Remove(Watcher watcher)
    {
        lock (_lock)
            _watchers = _watchers.Remove(watcher);
    }
}
