namespace EmotionGrpc.Gateway.Audit;

/// <summary>Messages of the audit log; event ids 5050 to 5059.</summary>
internal static partial class AuditMessages
{
    [LoggerMessage(5050, LogLevel.Information, "{Identity} opened {Method} from {Peer}; {Open} calls are open.")]
    public static partial void Opened(ILogger logger, string identity, string method, string peer, int open);

    [LoggerMessage(EventId = 5051, Message = "{Identity} ended {Method} from {Peer} with {Status} after {Messages} messages of {Bytes} bytes in {Seconds:0.000} s; {Open} calls are open.")]
    public static partial void Ended(
        ILogger logger, LogLevel level, string identity, string method, string peer, string status, long messages, long bytes, double seconds, int open);

    [LoggerMessage(5052, LogLevel.Information, "{Identity} was refused {Path} from {Peer}: {Reason}.")]
    public static partial void Refused(ILogger logger, string identity, string path, string peer, string reason);

    [LoggerMessage(5053, LogLevel.Information, "{Count} more calls were refused.")]
    public static partial void MoreRefused(ILogger logger, int count);
}
