namespace EmotionGrpc.Gateway.Access;

/// <summary>What a caller may do.</summary>
[Flags]
internal enum Scopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Send frames for recognition.</summary>
    Recognize = 1,

    /// <summary>Watch the results of a session.</summary>
    Watch = 2,

    /// <summary>Have samples scored by the streams, and scores fused.</summary>
    Score = 4,

    /// <summary>Have persons detected.</summary>
    Detect = 8,

    /// <summary>List sessions and read metrics.</summary>
    Admin = 16,

    /// <summary>Whatever does not tell of others.</summary>
    Calls = Recognize | Watch | Score | Detect,

    /// <summary>Everything.</summary>
    All = Calls | Admin,
}
