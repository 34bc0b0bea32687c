using EmotionGrpc.Fusion.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>Counts a session's frames. Thread safe.</summary>
internal sealed class SessionAccount(TimeProvider time)
{
    private static readonly TimeSpan s_rateOver = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly SessionCounts _counts = new();
    private readonly Queue<long> _recent = new();
    private uint _persons;
    private bool _closed;

    /// <summary>Frames without an answer.</summary>
    public ulong Unanswered
    {
        get
        {
            lock (_lock)
                return _counts.Received - _counts.Results - _counts.Dropped - _counts.Errors;
        }
    }

    public void Received()
    {
        lock (_lock)
        {
            _counts.Received++;
            TellInHand(1);
        }
    }

    public void Result(int persons)
    {
        lock (_lock)
        {
            _counts.Results++;
            TellInHand(-1);
            _persons = (uint)persons;
            _recent.Enqueue(time.GetTimestamp());
            Forget();
        }
    }

    public void Dropped()
    {
        lock (_lock)
        {
            _counts.Dropped++;
            TellInHand(-1);
        }
    }

    public void Error()
    {
        lock (_lock)
        {
            _counts.Errors++;
            TellInHand(-1);
        }
    }

    /// <summary>A copy of the counts.</summary>
    public SessionCounts Counts()
    {
        lock (_lock)
            return _counts.Clone();
    }

    /// <summary>Persons at the last result, and results per second.</summary>
    public (uint Persons, float ResultsPerSecond) Recent()
    {
        lock (_lock)
        {
            Forget();
            if (_recent.Count < 2)
                return (_persons, 0);
            var span = time.GetElapsedTime(_recent.Peek());
            return (_persons, (float)(_recent.Count / span.TotalSeconds));
        }
    }

    /// <summary>The session ends: what it still has in hand is in nobody's.</summary>
    public void Close()
    {
        lock (_lock)
        {
            TellInHand(-(long)(_counts.Received - _counts.Results - _counts.Dropped - _counts.Errors));
            _closed = true;
        }
    }

    private void TellInHand(long frames)
    {
        if (!_closed)
            FusionMetrics.InHand(frames);
    }

    private void Forget()
    {
        while (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > s_rateOver)
            _recent.Dequeue();
    }
}
