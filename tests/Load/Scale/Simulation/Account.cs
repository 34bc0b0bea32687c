namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>What became of every frame: each is ended once.</summary>
internal sealed class Account(Simulator simulator)
{
    private readonly HashSet<SimulatedFrame> _inFlight = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private readonly List<double> _ages = [];

    public long Sent { get; private set; }

    public long Answered => _ages.Count;

    public int InFlight => _inFlight.Count;

    public IReadOnlyDictionary<string, long> Dropped => _dropped;

    /// <summary>Seconds from the camera and back, of each result.</summary>
    public IReadOnlyList<double> Ages => _ages;

    public void Send(SimulatedFrame frame)
    {
        Sent++;
        _inFlight.Add(frame);
    }

    public void Answer(SimulatedFrame frame)
    {
        End(frame);
        _ages.Add(simulator.Now - frame.Born);
    }

    public void Drop(SimulatedFrame frame, string reason)
    {
        End(frame);
        _dropped[reason] = _dropped.GetValueOrDefault(reason) + 1;
    }

    private void End(SimulatedFrame frame)
    {
        if (!_inFlight.Remove(frame))
            throw new InvalidOperationException($"Frame {frame.Number} ended twice.");
    }
}
