namespace EmotionGrpc.Client;

/// <summary>The account of a session at one moment, over all its connections: <c>Sent = Answered + Unanswered</c>.</summary>
public sealed record EmotionSessionCounters
{
    /// <summary>Frames handed to the session; a frame that is sent again counts once.</summary>
    public required long Sent { get; init; }

    /// <summary>Frames answered by a result.</summary>
    public required long Results { get; init; }

    /// <summary>Frames dropped, by reason; reasons that did not occur are left out. <see cref="FrameDropReasons.Side"/> tells who dropped them.</summary>
    public required IReadOnlyDictionary<FrameDropReason, long> Dropped { get; init; }

    /// <summary>Frames answered by an error.</summary>
    public required long Errors { get; init; }

    /// <summary>Frames answered: results, dropped ones and errors.</summary>
    public long Answered => Results + Dropped.Values.Sum() + Errors;

    /// <summary>Frames whose answer has not come yet.</summary>
    public long Unanswered => Sent - Answered;

    /// <summary>How often unanswered frames were sent again after a break.</summary>
    public required long Resent { get; init; }

    /// <summary>How often answered frames were sent again after a break, because later results depend on them and the resume token did not hold them.</summary>
    public required long Replayed { get; init; }

    /// <summary>How often the session was opened again.</summary>
    public required long Reconnects { get; init; }

    /// <summary>How often it then went on with its temporal context.</summary>
    public required long Resumed { get; init; }

    /// <summary>Median age of all results, at most 4.5 % off; null before the first.</summary>
    public required TimeSpan? MedianAge { get; init; }

    /// <summary>Age that 95 % of all results do not pass, at most 4.5 % off; null before the first.</summary>
    public required TimeSpan? Percentile95Age { get; init; }

    /// <summary>The encoding that is proposed now; null when the session does not adapt.</summary>
    public required EncodingAdvice? Encoding { get; init; }

    /// <summary>Frames that one side dropped.</summary>
    public long DroppedBy(DropSide side) => Dropped.Where(d => d.Key.Side() == side).Sum(d => d.Value);
}
