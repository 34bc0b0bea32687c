using System.Threading.RateLimiting;

namespace EmotionGrpc.Gateway.Limits;

/// <summary>What one subject (a caller, or all of them together) has used of its limits.</summary>
internal sealed class Allowance : IDisposable
{
    private readonly ConcurrencyLimiter _sessions;
    private readonly int _most;
    private readonly Rate _frames;
    private readonly Rate _bytes;

    public Allowance(string subject, int sessions, int framesPerSecond, int bytesPerSecond, TimeProvider time)
    {
        Subject = subject;
        _most = sessions;
        _sessions = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = sessions, QueueLimit = 0 });
        _frames = new Rate(framesPerSecond, time);
        _bytes = new Rate(bytesPerSecond, time);
    }

    public string Subject { get; }

    /// <summary>Opens a call; the lease is its place.</summary>
    public Refusal? TryOpen(out RateLimitLease lease)
    {
        lease = _sessions.AttemptAcquire();
        return lease.IsAcquired ? null : Refusal.TooMany(Subject, _most);
    }

    /// <summary>Takes a single call's message, or tells why not.</summary>
    public Refusal? TryMessage(int bytes)
    {
        if (!_frames.TryTake(1, out var retry))
            return Refusal.TooFast(Subject, "FRAMES_PER_SECOND", "messages", _frames.PerSecond, retry);
        return _bytes.TryTake(bytes, out retry) ? null : Refusal.TooFast(Subject, "BYTES_PER_SECOND", "bytes", _bytes.PerSecond, retry);
    }

    /// <summary>Waits until a stream's next message is due.</summary>
    public ValueTask WaitMessageAsync(CancellationToken cancellationToken) => _frames.WaitAsync(1, cancellationToken);

    /// <summary>Waits until a stream's next bytes are due.</summary>
    public ValueTask WaitBytesAsync(int bytes, CancellationToken cancellationToken) => _bytes.WaitAsync(bytes, cancellationToken);

    public void Dispose() => _sessions.Dispose();
}
