using Grpc.Core;
using Yarp.ReverseProxy.Forwarder;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>Tells gRPC callers in gRPC's own terms that a service could not be reached, and which.</summary>
internal static class GrpcFailure
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted || !IsGrpc(context))
            return;
        var cluster = context.GetReverseProxyFeature().Cluster.Config.ClusterId;
        var cancelled = failure.Error is ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled;
        var (status, message) = cancelled
            ? (StatusCode.Cancelled, "The call was cancelled.")
            : (StatusCode.Unavailable, $"The {cluster} service does not answer; try again.");
        if (!cancelled)
            GatewayLog.NotForwarded(context.RequestServices.GetRequiredService<ILogger<GatewayOptions>>(), context.Request.Path, cluster, failure.Error.ToString(), failure.Exception?.GetBaseException().Message);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.ContentLength = null;
        if (context.Response.SupportsTrailers())
        {
            context.Response.AppendTrailer("grpc-status", ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
            context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(message));
        }
        else
        {
            context.Response.Headers["grpc-status"] = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
            context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
        }

        await context.Response.StartAsync();
    }

    private static bool IsGrpc(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
