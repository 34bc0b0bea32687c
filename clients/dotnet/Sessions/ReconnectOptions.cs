namespace EmotionGrpc.Client;

/// <summary>What a session does when its connection breaks.</summary>
public sealed record ReconnectOptions
{
    /// <summary>
    /// Attempts in a row, without a healthy connection between them, before the session fails. 0: never reconnect; null: never give up.
    /// Default 15 (about a minute on average).
    /// </summary>
    public int? MaximumAttempts { get; init; } = 15;

    /// <summary>
    /// Whether the first opening is tried again too, with the same pauses and attempts, for programs that may start before their server. Default: no,
    /// so that a wrong address is told at once.
    /// </summary>
    public bool RetryOpening { get; init; }

    /// <summary>Bound of the pause before the first attempt; doubles with each, and the pause is a random part of it. 1 ms to 1 h. Default 200 ms.</summary>
    public TimeSpan InitialPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Largest bound of a pause; at least the initial one, at most 1 h. Default 10 s.</summary>
    public TimeSpan MaximumPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the server may take to confirm a session: 1 ms to 10 min. Default 10 s.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection that has lived so long was healthy: attempts and pauses begin anew after it. Default 5 s.</summary>
    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Written frames that are kept to be sent again, unanswered ones and answered ones whose effect no resume token holds yet: 1 to 10000.
    /// Where there are more, answered ones go first, then the oldest; an unanswered frame that is not kept is dropped when the connection breaks. Default 64.
    /// </summary>
    public int MaximumKeptFrames { get; init; } = 64;

    /// <summary>Bytes of their pictures that are kept: 1 byte to 4 GiB. Default 64 MiB.</summary>
    public long MaximumKeptBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How often one frame is sent again before it is dropped, so that a frame that breaks sessions does not do so for ever: 0 to 100. Default 3.</summary>
    public int MaximumResends { get; init; } = 3;
}
