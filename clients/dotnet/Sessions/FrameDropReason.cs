using EmotionGrpc.V1;

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
}

/// <summary>Reads the server's reasons.</summary>
internal static class FrameDropReasons
{
    public static FrameDropReason From(DropReason reason) => reason switch
    {
        DropReason.Superseded => FrameDropReason.Superseded,
        DropReason.Expired => FrameDropReason.Expired,
        DropReason.SessionEnded => FrameDropReason.SessionEnded,
        _ => FrameDropReason.Unspecified,
    };
}
