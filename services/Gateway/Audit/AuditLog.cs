using System.Net;
using EmotionGrpc.Gateway.Calls;
using EmotionGrpc.Gateway.Limits;

namespace EmotionGrpc.Gateway.Audit;

/// <summary>
/// Who opened what, and how it ended; a log category of its own, <see cref="Category"/>. Never content, keys or tokens. Single calls, which a browser may
/// make for every frame, are told at the level Debug, everything else at Information.
/// </summary>
internal sealed class AuditLog(ILoggerFactory loggers, TimeProvider time)
{
    public const string Category = "EmotionGrpc.Audit";

    // Refusals cost a caller nothing, so they must not fill the log.
    private const int RefusalsPerSecond = 20;

    private readonly ILogger _logger = loggers.CreateLogger(Category);
    private readonly Lock _lock = new();
    private long _second;
    private int _told;
    private int _untold;

    public void Opened(OpenCall call, HttpContext context, int open) => AuditMessages.Opened(_logger, call.Identity, call.Method, Peer(context), open);

    public void Ended(OpenCall call, HttpContext context, int open, bool streams)
    {
        if (call.Refusal is { } refusal)
            GatewayMeter.Refused(refusal.Reason);
        var status = call.Refusal?.Reason ?? call.Status ?? "no status";
        AuditMessages.Ended(
            _logger, streams ? LogLevel.Information : LogLevel.Debug, call.Identity, call.Method, Peer(context), status, call.Messages, call.Bytes, call.Age.TotalSeconds, open);
    }

    public void Refused(HttpContext context, string? identity, Refusal refusal)
    {
        GatewayMeter.Refused(refusal.Reason);
        int untold;
        lock (_lock)
        {
            var second = time.GetTimestamp() / time.TimestampFrequency;
            if (second != _second)
                (_second, _told) = (second, 0);
            if (_told == RefusalsPerSecond)
            {
                _untold++;
                return;
            }

            _told++;
            (untold, _untold) = (_untold, 0);
        }

        if (untold > 0)
            AuditMessages.MoreRefused(_logger, untold);
        AuditMessages.Refused(_logger, identity ?? "somebody", Path(context), Peer(context), refusal.Reason);
    }

    // What is refused is not known to be a path of ours: whatever it holds must stay one short line.
    private static string Path(HttpContext context)
    {
        const int longest = 100;
        var path = context.Request.Path.ToUriComponent();
        return path.Length <= longest ? path : $"{path[..longest]}...";
    }

    private static string Peer(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, context.Connection.RemotePort).ToString()
        : "a socket";
}
