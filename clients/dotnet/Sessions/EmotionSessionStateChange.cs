namespace EmotionGrpc.Client;

/// <summary>A session's state changed, or another attempt to reconnect begins.</summary>
/// <param name="State">The state from now on.</param>
/// <param name="Reason">One sentence for people; empty when there is nothing to say.</param>
public sealed record EmotionSessionStateChange(EmotionSessionState State, string Reason)
{
    /// <summary>While reconnecting, and when that has worked: the attempt, from 1; otherwise 0.</summary>
    public int Attempt { get; init; }

    /// <summary>While reconnecting: the pause before the attempt.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>
    /// When a session is open again: whether it goes on with its temporal context and track ids. False: it began anew, and <see cref="Reason"/> says why.
    /// </summary>
    public bool? Resumed { get; init; }
}
