using EmotionGrpc.V1;

namespace EmotionGrpc.Client.Internal;

/// <summary>
/// The frames of a session that may have to be written: those that wait for their turn, those at the server, and those that are answered but whose
/// effect no resume token holds yet. It is the bounded channel between callers and the writer; its bound are the server's credits.
/// </summary>
internal sealed class FrameLedger(ReconnectOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<ulong, LedgerEntry> _entries = [];
    private readonly Queue<LedgerEntry> _outbox = new();
    private TaskCompletionSource _changed = NewSignal();
    private LedgerEntry? _offered;
    private long _credits;
    private int _queued;
    private int _unanswered;
    private int _kept;
    private long _keptBytes;
    private ulong _last;
    private bool _connected;
    private bool _completed;
    private Exception? _failure;

    /// <summary>Frames taken from callers so far.</summary>
    public long Accepted { get; private set; }

    /// <summary>Unanswered frames written a second time or more often.</summary>
    public long Resent { get; private set; }

    /// <summary>Answered frames written again, for the sake of their effect on later ones.</summary>
    public long Replayed { get; private set; }

    /// <summary>Completes at the next change; take it before trying, wait on it after a failed try.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>Whether no more frames come.</summary>
    public bool Completed
    {
        get
        {
            lock (_lock)
                return _completed;
        }
    }

    /// <summary>Whether no more frames come and all are written.</summary>
    public bool Flushed
    {
        get
        {
            lock (_lock)
                return _completed && _queued == 0;
        }
    }

    /// <summary>Whether no more frames come and all are answered.</summary>
    public bool Settled
    {
        get
        {
            lock (_lock)
                return _completed && _unanswered == 0;
        }
    }

    /// <summary>Takes a frame from a caller if a credit is free; a frame without a sequence gets the next one.</summary>
    public bool TryAccept(Frame frame)
    {
        lock (_lock)
        {
            Check(frame);
            if (_queued >= _credits)
                return false;
            Add(frame);
            return true;
        }
    }

    /// <summary>Takes a frame from a caller in any case but one: it takes the place of the last offered frame, if that was not written yet.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="tell">Is given the frame that lost its place; false: it cannot be told, and then nothing is done.</param>
    public bool TryOffer(Frame frame, Func<ulong, TimeSpan, bool> tell)
    {
        lock (_lock)
        {
            Check(frame);
            if (_offered is { Sends: 0 } old)
            {
                if (!tell(old.Sequence, time.GetElapsedTime(old.AcceptedAt)))
                    return false;
                Remove(old);
            }

            _offered = Add(frame);
            return true;
        }
    }

    /// <summary>Gives the next frame to write, if there is one and a credit for it.</summary>
    public Frame? TryTake()
    {
        lock (_lock)
        {
            while (_credits > 0 && _outbox.TryDequeue(out var entry))
            {
                if (!entry.Queued)
                    continue;
                _credits--;
                Unqueue(entry);
                if (entry.Sends++ > 0)
                {
                    if (entry.Answered)
                        Replayed++;
                    else
                        Resent++;
                }
                else
                {
                    _kept++;
                    _keptBytes += entry.Bytes;
                }

                entry.InFlight = true;
                var frame = entry.Frame!;
                Trim();
                Signal();
                return frame;
            }

            return null;
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
    /// <param name="sequence">The frame's.</param>
    /// <param name="hadEffect">Whether later results depend on it: then it is sent again with those after a resume token.</param>
    /// <returns>Null when the caller has its answer already.</returns>
    public AnsweredFrame? Answer(ulong sequence, bool hadEffect)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(sequence, out var entry))
                return null;
            if (entry.InFlight)
            {
                entry.InFlight = false;
                if (_connected)
                    _credits++;
            }

            AnsweredFrame? answered = null;
            if (!entry.Answered)
            {
                answered = new AnsweredFrame(entry.AcceptedAt, time.GetElapsedTime(entry.AcceptedAt), entry.Sends > 1);
                entry.Answered = true;
                _unanswered--;
            }

            if (!hadEffect || entry.Frame == null)
                Remove(entry);
            Signal();
            return answered;
        }
    }

    /// <summary>A resume token holds the effect of all frames up to one: they need not be sent again.</summary>
    public void Reached(ulong sequence)
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Values.TakeWhile(e => e.Sequence <= sequence).Where(e => e is { Answered: true, InFlight: false }).ToList())
                Remove(entry);
        }
    }

    /// <summary>Nothing is written any more until the next connection.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            _connected = false;
            _credits = 0;
            Signal();
        }
    }

    /// <summary>A connection is open: frames that it does not know are written, oldest first.</summary>
    /// <param name="credits">What the server allows.</param>
    /// <param name="reached">The last frame whose effect the server has taken over; null: it begins anew.</param>
    /// <returns>Frames that cannot be sent again; they are answered by this.</returns>
    public IReadOnlyList<(ulong Sequence, TimeSpan Age)> Resume(uint credits, ulong? reached)
    {
        lock (_lock)
        {
            _connected = true;
            _credits = credits;
            _outbox.Clear();
            _queued = 0;
            var lost = new List<(ulong, TimeSpan)>();
            foreach (var entry in _entries.Values.ToList())
            {
                entry.InFlight = false;
                entry.Queued = false;
                if (CanBeSent(entry) && (reached == null ? !entry.Answered : entry.Sequence > reached))
                {
                    Enqueue(entry);
                    continue;
                }

                if (!entry.Answered)
                    lost.Add((entry.Sequence, time.GetElapsedTime(entry.AcceptedAt)));
                Remove(entry);
            }

            Signal();
            return lost;
        }
    }

    /// <summary>The age of the oldest unanswered frame among those that were taken since a moment.</summary>
    public TimeSpan? OldestUnanswered(long since)
    {
        lock (_lock)
        {
            var oldest = _entries.Values.FirstOrDefault(e => e is { Answered: false, Sends: > 0 } && e.AcceptedAt >= since);
            return oldest == null ? null : time.GetElapsedTime(oldest.AcceptedAt);
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
            var lost = _entries.Values.Where(e => !e.Answered).Select(e => (e.Sequence, time.GetElapsedTime(e.AcceptedAt))).ToList();
            foreach (var entry in _entries.Values.ToList())
                Remove(entry);
            _outbox.Clear();
            Signal();
            return lost;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Check(Frame frame)
    {
        if (_failure != null)
            throw new InvalidOperationException($"The session has ended: {_failure.Message}", _failure);
        if (_completed)
            throw new InvalidOperationException("The session is closed; open another to send frames.");
        if (frame.Sequence != 0 && frame.Sequence <= _last)
            throw new ArgumentException($"Sequence {frame.Sequence} is not above the last one, {_last}; sequences must increase.", nameof(frame));
    }

    private LedgerEntry Add(Frame frame)
    {
        if (frame.Sequence == 0)
            frame.Sequence = _last + 1;
        _last = frame.Sequence;
        Accepted++;
        _unanswered++;
        var entry = new LedgerEntry(frame.Sequence, frame, time.GetTimestamp());
        _entries.Add(entry.Sequence, entry);
        Enqueue(entry);
        Signal();
        return entry;
    }

    private void Enqueue(LedgerEntry entry)
    {
        entry.Queued = true;
        _queued++;
        _outbox.Enqueue(entry);
    }

    private void Unqueue(LedgerEntry entry)
    {
        entry.Queued = false;
        _queued--;
    }

    private bool CanBeSent(LedgerEntry entry) => entry.Frame != null && entry.Sends <= options.MaximumResends;

    private void Remove(LedgerEntry entry)
    {
        if (!_entries.Remove(entry.Sequence))
            return;
        // The outbox passes over an entry that is not queued any more.
        if (entry.Queued)
            Unqueue(entry);
        if (!entry.Answered)
            _unanswered--;
        Release(entry);
    }

    // The pixels of only so many frames are kept. Answered ones cost context when they are missing, unanswered ones their answer.
    private void Trim()
    {
        while (_kept > options.MaximumKeptFrames || _keptBytes > options.MaximumKeptBytes)
        {
            var kept = _entries.Values.Where(e => e is { Sends: > 0, Frame: not null, Queued: false });
            if ((kept.FirstOrDefault(e => e.Answered) ?? kept.FirstOrDefault()) is not { } victim)
                return;
            if (victim is { Answered: true, InFlight: false })
                Remove(victim);
            else
                Release(victim);
        }
    }

    private void Release(LedgerEntry entry)
    {
        if (entry is { Sends: > 0, Frame: not null })
        {
            _kept--;
            _keptBytes -= entry.Bytes;
        }

        entry.Frame = null;
    }

    private void Signal()
    {
        var signal = _changed;
        _changed = NewSignal();
        signal.SetResult();
    }
}
