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

    [LoggerMessage(1020, LogLevel.Information, "{What} changed and is in use.")]
    public static partial void FilesReloaded(ILogger logger, string what);

    [LoggerMessage(1021, LogLevel.Error, "{What} changed and cannot be used; the old one stays: {Why}")]
    public static partial void FilesBroken(ILogger logger, string what, string why);

    [LoggerMessage(1022, LogLevel.Information, "A client without a certificate was refused.")]
    public static partial void ClientWithoutCertificate(ILogger logger);

    [LoggerMessage(1023, LogLevel.Information, "A client's certificate {Subject} was refused: {Why}")]
    public static partial void ClientCertificateRefused(ILogger logger, string subject, string why);

    [LoggerMessage(1024, LogLevel.Warning, "{Count} connections were refused, the last from {Address}: {Open} are open.")]
    public static partial void TooManyConnections(ILogger logger, int count, System.Net.IPAddress address, int open);
}
