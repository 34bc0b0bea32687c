namespace EmotionGrpc.Detection;

/// <summary>Log messages of the detection service; event ids 1100 to 1199. Nothing of a picture is ever logged.</summary>
internal static partial class DetectionLog
{
    [LoggerMessage(1100, LogLevel.Error, "Session {Session}: frame {Sequence} failed.")]
    public static partial void FrameFailed(ILogger logger, string session, ulong sequence, Exception exception);
}
