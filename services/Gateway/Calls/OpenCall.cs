using EmotionGrpc.Gateway.Access;
using EmotionGrpc.Gateway.Limits;

namespace EmotionGrpc.Gateway.Calls;

/// <summary>A call that is being forwarded.</summary>
internal sealed class OpenCall(string method, string identity, Caller caller, HttpContext context, TimeProvider time) : IDisposable
{
    // What is in hand behind the gateway gets so long to be answered after the gateway has ended a call.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly long _start = time.GetTimestamp();
    private Refusal? _refusal;
    private long _endedAt;
    private bool _over;

    public string Method { get; } = method;

    /// <summary>Who calls, and for which camera.</summary>
    public string Identity { get; } = identity;

    public Caller Caller { get; } = caller;

    /// <summary>Messages that the caller has sent so far.</summary>
    public long Messages { get; set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>The gRPC status that the call ended with; null: it ended without one.</summary>
    public string? Status { get; set; }

    /// <summary>When the one message of a single call must be here; null: the caller sends a stream, or it is here.</summary>
    public TimeSpan? RequestWithin { get; set; }

    public TimeSpan Age => time.GetElapsedTime(_start);

    /// <summary>Why the gateway ended the call; null: it did not.</summary>
    public Refusal? Refusal => Volatile.Read(ref _refusal);

    /// <summary>Raised when the gateway ends the call: no more messages are taken from the caller.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Ends the call in order: its stream of messages is closed towards the service, which answers what it has in hand.</summary>
    public void End(Refusal refusal)
    {
        lock (_lock)
        {
            if (_over || _refusal is not null)
                return;
            _endedAt = time.GetTimestamp();
            Volatile.Write(ref _refusal, refusal);
        }

        // Not under the lock: what this wakes may run here and now, and wait for a thread that wants the lock.
        _ended.Cancel();
    }

    /// <summary>Ends the call if its time is over or its credentials are, and breaks it off when the end takes too long.</summary>
    public void Check()
    {
        lock (_lock)
        {
            // The server uses a context again for another call.
            if (_over)
                return;
            if (_refusal is not null)
            {
                BreakOff();
                return;
            }
        }

        if (Over() is { } refusal)
            End(refusal);
    }

    /// <summary>Says that the call is over; from then on it is left alone.</summary>
    public void Dispose()
    {
        // Its source is left to the collector: an end that comes at this moment may still raise it.
        lock (_lock)
            _over = true;
    }

    private void BreakOff()
    {
        if (time.GetElapsedTime(_endedAt) > s_grace)
            context.Abort();
    }

    private Refusal? Over()
    {
        if (!Caller.IsValid() || Caller.Expires <= time.GetUtcNow())
            return Refusal.CredentialsEnded();
        if (Caller.Limits is { } limits && Age > limits.SessionAge)
            return Refusal.TooOld(Caller.Name, limits.SessionAge);
        return RequestWithin is { } patience && Age > patience ? Refusal.TooSlow(patience) : null;
    }
}
