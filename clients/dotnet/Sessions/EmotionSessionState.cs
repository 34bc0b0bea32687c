namespace EmotionGrpc.Client;

/// <summary>Where a session stands.</summary>
public enum EmotionSessionState
{
    /// <summary>Frames flow.</summary>
    Open,

    /// <summary>The server asked the session to move (go-away): frames in hand are answered, then it goes on elsewhere.</summary>
    Moving,

    /// <summary>The connection broke; it is being opened again.</summary>
    Reconnecting,

    /// <summary>No more frames are sent; those in hand are answered.</summary>
    Closing,

    /// <summary>Ended in order.</summary>
    Closed,

    /// <summary>Ended by an error.</summary>
    Failed,
}
