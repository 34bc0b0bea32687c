using Google.Rpc;
using Grpc.Core;

namespace EmotionGrpc.TestSupport;

/// <summary>What a failed call tells.</summary>
public static class Fault
{
    /// <summary>The error of a call that must fail.</summary>
    public static async Task<RpcException> OfAsync<T>(AsyncUnaryCall<T> call) => await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

    /// <summary>The one field that a call was refused for.</summary>
    public static string Field(RpcException fault) => Violation(fault).Field;

    /// <summary>The one violation that a call was refused for.</summary>
    public static BadRequest.Types.FieldViolation Violation(RpcException fault)
    {
        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
        return Assert.Single(fault.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations);
    }
}
