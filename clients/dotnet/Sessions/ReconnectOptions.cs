namespace EmotionGrpc.Client;

/// <summary>What a session does when its connection breaks.</summary>
public sealed record ReconnectOptions
{
    /// <summary>Attempts in a row, without an answer to a frame between them, before the session fails. 0: never reconnect. Default 12 (about a minute).</summary>
    public int MaximumAttempts { get; init; } = 12;

    /// <summary>Pause before the first attempt; doubles with each. Default 200 ms.</summary>
    public TimeSpan InitialPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause. Default 10 s.</summary>
    public TimeSpan MaximumPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Unanswered frames that are kept to be sent again; older ones are dropped when the connection breaks. Default 64.</summary>
    public int MaximumKeptFrames { get; init; } = 64;

    /// <summary>How often one frame is sent again before it is dropped, so that a frame that breaks sessions does not do so for ever. Default 3.</summary>
    public int MaximumResends { get; init; } = 3;
}
