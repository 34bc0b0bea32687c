using Google.Rpc;
using Grpc.Core;

namespace EmotionGrpc.Client.Internal;

/// <summary>Reads how long a server asks its callers to wait.</summary>
internal static class RetryHint
{
    public static TimeSpan Of(RpcException refusal) => refusal.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan() ?? TimeSpan.Zero;
}
