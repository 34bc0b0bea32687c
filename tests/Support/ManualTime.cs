using System.Threading.Channels;

namespace EmotionGrpc.TestSupport;

/// <summary>A clock that moves only when a test tells it.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly Channel<bool> _armed = Channel.CreateUnbounded<bool>();
    private TimeSpan _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock)
            return _now.Ticks;
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state), period);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until somebody waits for the clock.</summary>
    public Task ArmedAsync() => _armed.Reader.ReadAsync().AsTask();

    /// <summary>Moves the clock on and fires what is due.</summary>
    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(t => t.Due <= _now)];
            foreach (var timer in due)
            {
                if (timer.Period > TimeSpan.Zero)
                    timer.Due = _now + timer.Period;
                else
                    _timers.Remove(timer);
            }
        }

        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class ManualTimer(ManualTime owner, Action fire, TimeSpan period) : ITimer
    {
        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; } = period;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._lock)
            {
                owner._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = owner._now + dueTime;
                Period = period;
                owner._timers.Add(this);
            }

            owner._armed.Writer.TryWrite(true);
            return true;
        }

        public void Dispose()
        {
            lock (owner._lock)
                owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
