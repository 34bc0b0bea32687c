using EmotionGrpc.V1;

namespace EmotionGrpc.Client.Internal;

/// <summary>
/// The frames of a session that are not answered yet: those that wait to be written, in order, and those at the server.
/// It is the bounded channel between callers and the writer; its bound are the server's credits.
/// </summary>
internal sealed class FrameLedger(int maximumKept, int maximumSends, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<ulong, LedgerEntry> _unanswered = [];
    private readonly Queue<LedgerEntry> _outbox = new();
    private readonly Queue<LedgerEntry> _kept = new();
    private TaskCompletionSource _changed = NewSignal();
    private long _credits;
    private ulong _last;
    private bool _connected;
    private bool _completed;
    private Exception? _failure;

    /// <summary>Frames taken from callers so far.</summary>
    public long Accepted { get; private set; }

    /// <summary>Frames written a second time or more often.</summary>
    public long Resent { get; private set; }

    /// <summary>Completes at the next change; take it before trying, wait on it after a failed try.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>Whether no more frames come and all are written.</summary>
    public bool Flushed
    {
        get
        {
            lock (_lock)
                return _completed && _outbox.Count == 0;
        }
    }

    /// <summary>Whether no more frames come and all are answered.</summary>
    public bool Settled
    {
        get
        {
            lock (_lock)
                return _completed && _unanswered.Count == 0;
        }
    }

    /// <summary>Takes a frame from a caller if a credit is free; a frame without a sequence gets the next one.</summary>
    public bool TryAccept(Frame frame)
    {
        lock (_lock)
        {
            if (_failure != null)
                throw new InvalidOperationException($"The session has ended: {_failure.Message}", _failure);
            if (_completed)
                throw new InvalidOperationException("The session is closed; open another to send frames.");
            if (frame.Sequence != 0 && frame.Sequence <= _last)
                throw new ArgumentException($"Sequence {frame.Sequence} is not above the last one, {_last}; sequences must increase.", nameof(frame));
            if (_outbox.Count >= _credits)
                return false;

            if (frame.Sequence == 0)
                frame.Sequence = _last + 1;
            _last = frame.Sequence;
            Accepted++;
            var entry = new LedgerEntry(frame.Sequence, frame, time.GetTimestamp());
            _unanswered.Add(entry.Sequence, entry);
            _outbox.Enqueue(entry);
            Signal();
            return true;
        }
    }

    /// <summary>Gives the next frame to write, if there is one and a credit for it.</summary>
    public Frame? TryTake()
    {
        lock (_lock)
        {
            if (_credits == 0 || !_outbox.TryDequeue(out var entry))
                return null;
            _credits--;
            if (entry.Sends++ > 0)
                Resent++;
            var frame = entry.Frame!;
            Keep(entry);
            Signal();
            return frame;
        }
    }

    /// <summary>The server allows more frames than before.</summary>
    public void AddCredits(uint frames)
    {
        lock (_lock)
        {
            if (_connected)
                _credits += frames;
            Signal();
        }
    }

    /// <summary>A frame is answered; that gives its credit back.</summary>
    /// <returns>The frame's age; null when it is not waiting for an answer (any more).</returns>
    public TimeSpan? Answer(ulong sequence)
    {
        lock (_lock)
        {
            if (!_unanswered.Remove(sequence, out var entry))
                return null;
            entry.Frame = null;
            if (_connected)
                _credits++;
            Signal();
            return time.GetElapsedTime(entry.AcceptedAt);
        }
    }

    /// <summary>Nothing is written any more until the next connection.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            _connected = false;
            _credits = 0;
            _outbox.Clear();
            Signal();
        }
    }

    /// <summary>A connection is open: what is unanswered is written again, oldest first.</summary>
    /// <returns>Sequences that cannot be sent again; they are answered by this.</returns>
    public IReadOnlyList<(ulong Sequence, TimeSpan Age)> Resume(uint credits)
    {
        lock (_lock)
        {
            _connected = true;
            _credits = credits;
            _outbox.Clear();
            _kept.Clear();
            var lost = new List<(ulong, TimeSpan)>();
            foreach (var entry in _unanswered.Values)
            {
                if (entry.Frame == null || entry.Sends >= maximumSends)
                    lost.Add((entry.Sequence, time.GetElapsedTime(entry.AcceptedAt)));
                else
                    _outbox.Enqueue(entry);
            }

            foreach (var (sequence, _) in lost)
                _unanswered.Remove(sequence);
            Signal();
            return lost;
        }
    }

    /// <summary>Makes those who wait look again.</summary>
    public void Wake()
    {
        lock (_lock)
            Signal();
    }

    /// <summary>No more frames come.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            Signal();
        }
    }

    /// <summary>The session has ended; callers who wait are told why.</summary>
    /// <returns>The frames that will not be answered.</returns>
    public IReadOnlyList<(ulong Sequence, TimeSpan Age)> End(Exception? failure)
    {
        lock (_lock)
        {
            _completed = true;
            _failure = failure;
            _connected = false;
            _credits = 0;
            _outbox.Clear();
            var lost = _unanswered.Values.Select(e => (e.Sequence, time.GetElapsedTime(e.AcceptedAt))).ToList();
            _unanswered.Clear();
            Signal();
            return lost;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The pixels of only so many frames are kept; the oldest lose theirs.
    private void Keep(LedgerEntry entry)
    {
        _kept.Enqueue(entry);
        while (_kept.Count > maximumKept || (_kept.TryPeek(out var oldest) && oldest.Frame == null))
            _kept.Dequeue().Frame = null;
    }

    private void Signal()
    {
        var signal = _changed;
        _changed = NewSignal();
        signal.SetResult();
    }
}
