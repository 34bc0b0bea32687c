using Google.Rpc;
using Grpc.Core;

namespace EmotionGrpc.Streams.Tests;

/// <summary>What a failed call tells.</summary>
internal static class Fault
{
    public static async Task<RpcException> OfAsync<T>(AsyncUnaryCall<T> call) => await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

    public static string Field(RpcException fault)
    {
        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
        return Assert.Single(fault.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field;
    }
}
