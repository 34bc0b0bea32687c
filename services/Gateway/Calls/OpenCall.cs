using System.Diagnostics.CodeAnalysis;
using EmotionGrpc.Gateway.Access;
using EmotionGrpc.Gateway.Limits;

namespace EmotionGrpc.Gateway.Calls;

/// <summary>A call that is being forwarded.</summary>
internal sealed class OpenCall(string method, string identity, Caller caller, HttpContext context, TimeProvider time) : IDisposable
{
    // What is in hand behind the gateway gets so long to be answered after the gateway has ended a call.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _ended = new();
    private readonly long _start = time.GetTimestamp();
    private Refusal? _refusal;
    private long _endedAt;

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
        if (Interlocked.CompareExchange(ref _refusal, refusal, null) is not null)
            return;
        Volatile.Write(ref _endedAt, time.GetTimestamp());
        _ended.Cancel();
    }

    /// <summary>Ends the call if its time is over or its credentials are, and breaks it off when the end takes too long.</summary>
    public void Check()
    {
        if (Refusal is not null)
        {
            if (_ended.IsCancellationRequested && time.GetElapsedTime(Volatile.Read(ref _endedAt)) > s_grace)
                context.Abort();
        }
        else if (!Caller.IsValid() || Caller.Expires <= time.GetUtcNow())
        {
            End(Refusal.CredentialsEnded());
        }
        else if (Caller.Limits is { } limits && Age > limits.SessionAge)
        {
            End(Refusal.TooOld(Caller.Name, limits.SessionAge));
        }
        else if (IsLate(out var patience))
        {
            End(Refusal.TooSlow(patience.Value));
        }
    }

    public void Dispose() => _ended.Dispose();

    private bool IsLate([NotNullWhen(true)] out TimeSpan? patience)
    {
        patience = RequestWithin;
        return Age > patience;
    }
}
