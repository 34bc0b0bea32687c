using EmotionGrpc.Edge.Commands;
using Grpc.Core;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Says in one sentence what a server's status means to the user.</summary>
internal static class ServerErrors
{
    public static EdgeException Explain(RpcException e, string server) => e.StatusCode switch
    {
        StatusCode.Unavailable => new EdgeException(
            ExitCode.ServerNotReachable,
            $"No server answers at {server} ({Reason(e)}); start one with './emotion up' or name another with --server.",
            e),
        StatusCode.Unimplemented => new EdgeException(ExitCode.ServerNotReachable, $"What answers at {server} is not an EmotionGrpc server.", e),
        StatusCode.InvalidArgument => new EdgeException(ExitCode.WrongUsage, $"The server refuses the options: {e.Status.Detail}", e),
        _ => new EdgeException(ExitCode.Failed, $"The session failed: {e.Status.Detail} ({e.StatusCode}).", e),
    };

    // "Error connecting to subchannel" helps nobody; what lies below it says why.
    private static string Reason(RpcException e) => (e.Status.DebugException?.GetBaseException().Message ?? e.Status.Detail).Trim().TrimEnd('.');
}
