using EmotionGrpc.Gateway.Calls;
using Google.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>Tells gRPC callers in gRPC's own terms why a call ended that no service answered: the gateway ended it, or a service could not be reached, and which.</summary>
internal static class GrpcFailure
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.GetForwarderErrorFeature() is not { } failure)
            return;
        var call = context.Features.Get<OpenCall>();
        // The service has answered, for instance that it does not take a resume token, and did not wait for what the caller has yet to send. Only that was not forwarded.
        if (call is { Refusal: null, Status: not null })
            return;
        var status = call?.Refusal?.ToStatus() ?? Status(context, failure);
        if (call is not null)
            call.Status = ((Code)status.Code).ToString();
        if (!context.Response.HasStarted && GrpcReply.Speaks(context))
            await GrpcReply.EndAsync(context, status);
    }

    private static Status Status(HttpContext context, IForwarderErrorFeature failure)
    {
        var cancelled = failure.Error is ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled;
        if (cancelled)
            return new Status { Code = (int)Code.Cancelled, Message = "The call was cancelled." };
        var cluster = context.GetReverseProxyFeature().Cluster.Config.ClusterId;
        GatewayLog.NotForwarded(
            context.RequestServices.GetRequiredService<ILogger<GatewayOptions>>(),
            context.Request.Path,
            cluster,
            failure.Error.ToString(),
            failure.Exception?.GetBaseException().Message);
        return new Status { Code = (int)Code.Unavailable, Message = $"The {cluster} service does not answer; try again." };
    }
}
