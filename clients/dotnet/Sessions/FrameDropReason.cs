namespace EmotionGrpc.Client;

/// <summary>Why a frame got no result.</summary>
public enum FrameDropReason
{
    /// <summary>The server did not say.</summary>
    Unspecified,

    /// <summary>The server had a newer frame before this one's turn came.</summary>
    Superseded,

    /// <summary>The frame waited at the server longer than its time to live.</summary>
    Expired,

    /// <summary>The server's session ended before the frame's turn came.</summary>
    SessionEnded,

    /// <summary>The connection broke and this client could not send the frame again.</summary>
    ConnectionLost,

    /// <summary>A newer frame was offered here before the link had taken this one (<see cref="EmotionSession.Offer"/>).</summary>
    LinkBusy,
}
