namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>A service of a node: workers that share the node's processors with the other services.</summary>
/// <param name="name">Of the service.</param>
/// <param name="workers">Jobs that it works on at a time.</param>
/// <param name="processors">The node's.</param>
internal sealed class Part(string name, int workers, Station processors)
{
    private readonly Queue<(double Seconds, Action Done)> _waiting = new();
    private int _working;

    public string Name => name;

    /// <summary>Processor time that it has used.</summary>
    public double ProcessorSeconds { get; private set; }

    public void Work(double seconds, Action done)
    {
        if (_working < workers)
            Begin(seconds, done);
        else
            _waiting.Enqueue((seconds, done));
    }

    private void Begin(double seconds, Action done)
    {
        _working++;
        processors.Serve(seconds, taken =>
        {
            _working--;
            ProcessorSeconds += taken;
            if (_waiting.TryDequeue(out var next))
                Begin(next.Seconds, next.Done);
            done();
        });
    }
}
