namespace EmotionGrpc.Gateway;

/// <summary>Log messages of the gateway; event ids 5000 to 5049.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(5000, LogLevel.Warning, "{Path} could not be forwarded to {Cluster}: {Error}: {Reason}")]
    public static partial void NotForwarded(ILogger logger, string path, string cluster, string error, string? reason);

    [LoggerMessage(5001, LogLevel.Information, "No credentials are configured: only programs of this machine are answered.")]
    public static partial void LocalOnly(ILogger logger);

    [LoggerMessage(5002, LogLevel.Warning, "Gateway:AllowAnonymous is true: whoever reaches {Listen} may do everything.")]
    public static partial void Open(ILogger logger, string listen);

    [LoggerMessage(5003, LogLevel.Warning, "Keys and tokens are accepted at {Listen} without TLS: whoever can read the traffic can take them.")]
    public static partial void CredentialsInClear(ILogger logger, string listen);

    [LoggerMessage(5004, LogLevel.Warning, "{Authority} cannot be asked for the keys that tokens are checked with: {Why}")]
    public static partial void AuthorityUnreachable(ILogger logger, string authority, string why);
}
