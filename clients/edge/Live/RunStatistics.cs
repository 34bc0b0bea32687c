using EmotionGrpc.Client;
using EmotionGrpc.Edge.Streaming;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Live;

/// <summary>Counts a run while it goes.</summary>
internal sealed class RunStatistics(TimeProvider time) : IRunObserver
{
    private const int AgesKept = 512;
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PersonStays = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<FrameDropReason, long> _dropped = [];
    private readonly Dictionary<uint, (PersonResult Person, TimeSpan SeenAt)> _persons = [];
    private readonly Queue<long> _recent = new();
    private readonly TimeSpan[] _ages = new TimeSpan[AgesKept];
    private long _sent;
    private long _results;
    private long _errors;
    private long _startedAt;
    private long _lastAnswerAt;
    private TimeSpan _position;
    private string? _firstError;

    public ValueTask OnSendingAsync(SentFrame frame, CancellationToken cancellationToken)
    {
        CountSent();
        return ValueTask.CompletedTask;
    }

    /// <summary>One more frame goes to the server.</summary>
    public void CountSent()
    {
        lock (_lock)
        {
            if (_sent++ == 0)
                _startedAt = time.GetTimestamp();
        }
    }

    public void OnAnswer(FrameOutcome outcome)
    {
        lock (_lock)
        {
            _lastAnswerAt = time.GetTimestamp();
            if (outcome.Time > _position)
                _position = outcome.Time;
            switch (outcome.Answer)
            {
                case ResultAnswer { Result: var result }:
                    _ages[_results++ % AgesKept] = outcome.Age;
                    _recent.Enqueue(_lastAnswerAt);
                    foreach (var person in result.Persons)
                        _persons[person.TrackId] = (person, outcome.Time);
                    Forget(_lastAnswerAt);
                    break;
                case DroppedAnswer dropped:
                    _dropped[dropped.Reason] = _dropped.GetValueOrDefault(dropped.Reason) + 1;
                    break;
                case ErrorAnswer error:
                    _errors++;
                    _firstError ??= error.Error.Message;
                    break;
            }
        }
    }

    /// <summary>The source is opened again, and its clock begins anew: who was seen by the old one is not in the picture.</summary>
    public void SourceOpened()
    {
        lock (_lock)
        {
            _persons.Clear();
            _position = TimeSpan.Zero;
        }
    }

    public ValueTask CompleteAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The statistics of this moment.</summary>
    public RunSnapshot Read()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            Forget(now);
            var running = _sent == 0 ? TimeSpan.Zero : time.GetElapsedTime(_startedAt, now);
            var window = running < RateWindow ? running : RateWindow;
            var elapsed = _lastAnswerAt == 0 ? TimeSpan.Zero : time.GetElapsedTime(_startedAt, _lastAnswerAt);
            var ages = _ages[..(int)Math.Min(_results, AgesKept)];
            Array.Sort(ages);
            return new RunSnapshot
            {
                Sent = _sent,
                Results = _results,
                Dropped = new SortedDictionary<FrameDropReason, long>(_dropped),
                Errors = _errors,
                FirstError = _firstError,
                Position = _position,
                Elapsed = elapsed,
                RecentRate = window > TimeSpan.Zero ? _recent.Count / window.TotalSeconds : 0,
                MeanRate = elapsed > TimeSpan.Zero ? _results / elapsed.TotalSeconds : 0,
                AgeMedian = Percentile(ages, 0.5),
                AgePercentile95 = Percentile(ages, 0.95),
                Persons = [.. _persons.OrderBy(p => p.Key).Select(p => p.Value.Person)],
            };
        }
    }

    // A camera runs for months: what nobody asks for any more must not pile up.
    private void Forget(long now)
    {
        while (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > RateWindow)
            _recent.Dequeue();
        foreach (var (track, (_, seenAt)) in _persons)
        {
            if (_position - seenAt > PersonStays)
                _persons.Remove(track);
        }
    }

    private static TimeSpan? Percentile(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
