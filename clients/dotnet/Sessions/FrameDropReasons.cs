using EmotionGrpc.V1;

namespace EmotionGrpc.Client;

/// <summary>What reasons mean.</summary>
public static class FrameDropReasons
{
    /// <summary>Who drops frames for a reason.</summary>
    public static DropSide Side(this FrameDropReason reason) => reason switch
    {
        FrameDropReason.ConnectionLost => DropSide.Link,
        FrameDropReason.LinkBusy => DropSide.Client,
        _ => DropSide.Server,
    };

    internal static FrameDropReason From(DropReason reason) => reason switch
    {
        DropReason.Superseded => FrameDropReason.Superseded,
        DropReason.Expired => FrameDropReason.Expired,
        DropReason.SessionEnded => FrameDropReason.SessionEnded,
        _ => FrameDropReason.Unspecified,
    };

    internal static DropReason ToMessage(FrameDropReason reason) => reason switch
    {
        FrameDropReason.Superseded or FrameDropReason.LinkBusy => DropReason.Superseded,
        FrameDropReason.Expired => DropReason.Expired,
        FrameDropReason.SessionEnded or FrameDropReason.ConnectionLost => DropReason.SessionEnded,
        _ => DropReason.Unspecified,
    };
}
