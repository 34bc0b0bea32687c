namespace EmotionGrpc.Gateway.Limits;

/// <summary>The allowances of all callers that have called of late, and the one that they share.</summary>
internal sealed class Allowances : IDisposable
{
    // Longer than a second's worth needs to gather: who goes and comes back finds what it left.
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _byName = new(StringComparer.Ordinal);
    private readonly List<Entry> _all = [];

    public Allowances(TotalLimitOptions total, TimeProvider time)
    {
        _time = time;
        Total = new Allowance("the gateway", total.Sessions, total.FramesPerSecond, total.BytesPerSecond, time);
    }

    /// <summary>What all callers share.</summary>
    public Allowance Total { get; }

    /// <summary>The allowance of a caller; dispose the rent when its call ends.</summary>
    public IDisposable Rent(string name, CallerLimits limits, out Allowance allowance)
    {
        lock (_lock)
        {
            if (!_byName.TryGetValue(name, out var entry) || entry.Limits != limits)
            {
                // Calls that were opened under other limits keep them.
                entry = new Entry(limits, new Allowance(name, limits.Sessions, limits.FramesPerSecond, limits.BytesPerSecond, _time));
                _byName[name] = entry;
                _all.Add(entry);
            }

            entry.Users++;
            allowance = entry.Allowance;
            return new Rented(this, entry);
        }
    }

    /// <summary>Forgets callers that have gone.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            foreach (var entry in _all.Where(e => e.Users == 0 && _time.GetElapsedTime(e.IdleSince) > s_linger).ToArray())
            {
                _all.Remove(entry);
                if (_byName.GetValueOrDefault(entry.Allowance.Subject) == entry)
                    _byName.Remove(entry.Allowance.Subject);
                entry.Allowance.Dispose();
            }
        }
    }

    public void Dispose()
    {
        Total.Dispose();
        foreach (var entry in _all)
            entry.Allowance.Dispose();
    }

    private void Return(Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            entry.IdleSince = _time.GetTimestamp();
        }
    }

    private sealed class Entry(CallerLimits limits, Allowance allowance)
    {
        public CallerLimits Limits { get; } = limits;

        public Allowance Allowance { get; } = allowance;

        public int Users { get; set; }

        public long IdleSince { get; set; }
    }

    private sealed class Rented(Allowances owner, Entry entry) : IDisposable
    {
        public void Dispose() => owner.Return(entry);
    }
}
