namespace EmotionGrpc.Client.Internal;

/// <summary>Counts what happens in a session.</summary>
internal sealed class SessionAccount
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<FrameDropReason, long> _dropped = [];
    private readonly AgeHistogram _ages = new();
    private long _results;
    private long _errors;
    private long _reconnects;
    private long _resumed;

    public void Count(FrameAnswer answer)
    {
        lock (_lock)
        {
            switch (answer)
            {
                case ResultAnswer:
                    _results++;
                    _ages.Add(answer.Age);
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

    public void CountReconnect(bool resumed)
    {
        lock (_lock)
        {
            _reconnects++;
            _resumed += resumed ? 1 : 0;
        }
    }

    public EmotionSessionCounters Read(FrameLedger ledger, EncodingAdvice? encoding)
    {
        lock (_lock)
        {
            return new EmotionSessionCounters
            {
                Sent = ledger.Accepted,
                Results = _results,
                Dropped = new Dictionary<FrameDropReason, long>(_dropped),
                Errors = _errors,
                Resent = ledger.Resent,
                Replayed = ledger.Replayed,
                Reconnects = _reconnects,
                Resumed = _resumed,
                MedianAge = _ages.Percentile(0.5),
                Percentile95Age = _ages.Percentile(0.95),
                Encoding = encoding,
            };
        }
    }
}
