namespace EmotionGrpc.Client;

/// <summary>A session's state changed.</summary>
/// <param name="State">The state from now on.</param>
/// <param name="Reason">One sentence for people; empty when there is nothing to say.</param>
public sealed record EmotionSessionStateChange(EmotionSessionState State, string Reason);
