namespace EmotionGrpc.Client;

/// <summary>The account of a session at one moment, over all its connections: Sent = Results + dropped + Errors + Unanswered.</summary>
public sealed record EmotionSessionCounters
{
    /// <summary>Frames handed to the session; a frame that is sent again counts once.</summary>
    public required long Sent { get; init; }

    /// <summary>Frames answered by a result.</summary>
    public required long Results { get; init; }

    /// <summary>Frames dropped, by reason; reasons that did not occur are left out.</summary>
    public required IReadOnlyDictionary<FrameDropReason, long> Dropped { get; init; }

    /// <summary>Frames answered by an error.</summary>
    public required long Errors { get; init; }

    /// <summary>Frames whose answer has not come yet.</summary>
    public required long Unanswered { get; init; }

    /// <summary>Frames that were sent again after a break.</summary>
    public required long Resent { get; init; }

    /// <summary>How often the session was opened again.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Median age of the last results (at most 512); null before the first.</summary>
    public required TimeSpan? MedianAge { get; init; }

    /// <summary>Age that 95 % of the last results (at most 512) do not pass; null before the first.</summary>
    public required TimeSpan? Percentile95Age { get; init; }
}
