using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>How a call was refused.</summary>
internal static class Refused
{
    public static Task<RpcException> AsAsync<T>(AsyncUnaryCall<T> call, StatusCode code, string reason) => AsAsync(() => call.ResponseAsync, code, reason);

    public static async Task<RpcException> AsAsync(Func<Task> call, StatusCode code, string reason)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(code, fault.StatusCode);
        Assert.Equal(reason, Detail<ErrorInfo>(fault).Reason);
        return fault;
    }

    /// <summary>RESOURCE_EXHAUSTED that says whose limit it was, and when to try again.</summary>
    public static async Task OverLimitAsync(Func<Task> call, string subject, string limit)
    {
        var fault = await AsAsync(call, StatusCode.ResourceExhausted, $"LIMIT_{limit}");
        var violation = Assert.Single(Detail<QuotaFailure>(fault).Violations);
        Assert.Equal((subject, limit), (violation.Subject, violation.Description));
        Assert.True(Detail<RetryInfo>(fault).RetryDelay.ToTimeSpan() > TimeSpan.Zero);
    }

    private static T Detail<T>(RpcException fault)
        where T : class, IMessage<T>, new() => fault.GetRpcStatus()?.GetDetail<T>() ?? throw new InvalidOperationException($"{fault.Status} has no {typeof(T).Name}.");
}
