namespace EmotionGrpc.Gateway;

/// <summary>Log messages of the gateway; event ids 5000 to 5099.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(5000, LogLevel.Warning, "{Path} could not be forwarded to {Cluster}: {Error}: {Reason}")]
    public static partial void NotForwarded(ILogger logger, string path, string cluster, string error, string? reason);
}
