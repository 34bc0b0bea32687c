namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>Servers with one queue: who comes first is served first.</summary>
/// <param name="simulator">The clock.</param>
/// <param name="servers">How many.</param>
/// <param name="slowdown">How many times as long a job takes that begins while so many servers are busy, itself included; null: always once.</param>
internal sealed class Station(Simulator simulator, int servers, Func<int, double>? slowdown = null)
{
    private readonly Queue<Action> _waiting = new();
    private int _busy;
    private double _busySeconds;
    private double _waitedSeconds;
    private long _begun;

    public int Servers => servers;

    /// <summary>Time of all servers that jobs which ended have taken.</summary>
    public double BusySeconds => _busySeconds;

    /// <summary>Mean time that jobs waited which have begun.</summary>
    public double MeanWait => _begun == 0 ? 0 : _waitedSeconds / _begun;

    /// <summary>Serves a job.</summary>
    /// <param name="seconds">How long it takes.</param>
    /// <param name="done">Told when it is done, with the time that it took a server.</param>
    public void Serve(double seconds, Action<double> done)
    {
        var came = simulator.Now;
        if (_busy < servers)
            Begin(came, seconds, done);
        else
            _waiting.Enqueue(() => Begin(came, seconds, done));
    }

    private void Begin(double came, double seconds, Action<double> done)
    {
        _busy++;
        _begun++;
        _waitedSeconds += simulator.Now - came;
        var takes = seconds * (slowdown?.Invoke(_busy) ?? 1);
        simulator.After(takes, () =>
        {
            _busy--;
            _busySeconds += takes;
            if (_waiting.TryDequeue(out var next))
                next();
            done(takes);
        });
    }
}
