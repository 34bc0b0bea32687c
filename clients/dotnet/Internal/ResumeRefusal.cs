using Google.Rpc;
using Grpc.Core;

namespace EmotionGrpc.Client.Internal;

/// <summary>Recognises that a server does not take a resume token; the session then goes on without its temporal context.</summary>
internal static class ResumeRefusal
{
    private const string Prefix = "RESUME_";

    /// <summary>Why the token was refused; null when that is not what the status says.</summary>
    public static string? Reason(RpcException refusal)
    {
        if (refusal.GetRpcStatus()?.GetDetail<ErrorInfo>() is not { } info || !info.Reason.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        return $"the server does not take the resume token ({info.Reason}: {refusal.Status.Detail})";
    }
}
