using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Hosting;

/// <summary>Log messages of the hosting layer; event ids 1000 to 1099.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1000, LogLevel.Error, "The port no longer accepts connections.")]
    public static partial void AcceptFailed(ILogger logger, Exception exception);

    [LoggerMessage(1001, LogLevel.Error, "{Method} failed.")]
    public static partial void CallFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(1002, LogLevel.Information, "{Part} is there.")]
    public static partial void PartPresent(ILogger logger, string part);

    [LoggerMessage(1003, LogLevel.Warning, "{Part} is missing: {Why}")]
    public static partial void PartMissing(ILogger logger, string part, string why);
}
