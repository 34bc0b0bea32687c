using System.Net;
using EmotionGrpc.Gateway.Forwarding;
using EmotionGrpc.Gateway.Limits;

namespace EmotionGrpc.Gateway.Access;

/// <summary>
/// Where only programs of this machine are answered, a web page must not borrow one: a page whose host name is made to point at 127.0.0.1 would be of the
/// same origin as the gateway, but it still sends its own host name.
/// </summary>
internal static class LocalHostGuard
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        IsLocal(context.Request.Host.Host) ? next(context) : GrpcReply.RefuseAsync(context, Refusal.WrongHost());

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
