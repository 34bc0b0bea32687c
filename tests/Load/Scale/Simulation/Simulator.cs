namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>The clock of a simulation and what will happen, in order of time; what falls on one moment happens in the order in which it was planned.</summary>
internal sealed class Simulator
{
    private readonly PriorityQueue<Action, (double Time, long Number)> _events = new();
    private long _planned;

    /// <summary>Seconds since the begin.</summary>
    public double Now { get; private set; }

    public void After(double seconds, Action action)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        _events.Enqueue(action, (Now + seconds, _planned++));
    }

    /// <summary>Lets everything happen up to a moment, at which it then is.</summary>
    public void RunUntil(double end)
    {
        while (_events.TryPeek(out _, out var next) && next.Time <= end)
        {
            Now = next.Time;
            _events.Dequeue()();
        }

        Now = end;
    }
}
