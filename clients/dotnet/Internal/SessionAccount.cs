namespace EmotionGrpc.Client.Internal;

/// <summary>Counts what happens in a session.</summary>
internal sealed class SessionAccount
{
    private const int AgesKept = 512;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<FrameDropReason, long> _dropped = [];
    private readonly TimeSpan[] _ages = new TimeSpan[AgesKept];
    private long _results;
    private long _errors;
    private long _reconnects;

    public void Count(FrameAnswer answer)
    {
        lock (_lock)
        {
            switch (answer)
            {
                case ResultAnswer:
                    _ages[_results++ % AgesKept] = answer.Age;
                    break;
                case DroppedAnswer dropped:
                    _dropped[dropped.Reason] = _dropped.GetValueOrDefault(dropped.Reason) + 1;
                    break;
                case ErrorAnswer:
                    _errors++;
                    break;
            }
        }
    }

    public void CountReconnect()
    {
        lock (_lock)
            _reconnects++;
    }

    public EmotionSessionCounters Read(FrameLedger ledger)
    {
        lock (_lock)
        {
            var ages = _ages[..(int)Math.Min(_results, AgesKept)];
            Array.Sort(ages);
            return new EmotionSessionCounters
            {
                Sent = ledger.Accepted,
                Results = _results,
                Dropped = new Dictionary<FrameDropReason, long>(_dropped),
                Errors = _errors,
                Unanswered = ledger.Accepted - _results - _errors - _dropped.Values.Sum(),
                Resent = ledger.Resent,
                Reconnects = _reconnects,
                MedianAge = Percentile(ages, 0.5),
                Percentile95Age = Percentile(ages, 0.95),
            };
        }
    }

    private static TimeSpan? Percentile(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
