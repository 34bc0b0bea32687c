using System.Globalization;
using EmotionGrpc.Gateway.Limits;
using Google.Protobuf;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>Answers that the gateway gives itself, in gRPC's own terms.</summary>
internal static class GrpcReply
{
    private const string StatusName = "grpc-status";
    private const string MessageName = "grpc-message";
    private const string DetailsName = "grpc-status-details-bin";

    /// <summary>Whether the request speaks gRPC; gRPC-Web has become gRPC before.</summary>
    public static bool Speaks(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Refuses a request.</summary>
    public static Task RefuseAsync(HttpContext context, Refusal refusal) => Speaks(context)
        ? EndAsync(context, refusal.ToStatus())
        : RefuseHttpAsync(context, refusal);

    /// <summary>Ends a call that has not been answered yet.</summary>
    public static async Task EndAsync(HttpContext context, Google.Rpc.Status status)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.ContentLength = null;
        if (context.Response.SupportsTrailers())
        {
            foreach (var (name, value) in Trailers(status))
                context.Response.AppendTrailer(name, value);
        }
        else
        {
            Set(context.Response.Headers, status);
        }

        await context.Response.StartAsync();
    }

    /// <summary>Puts a status in the place of another.</summary>
    public static void Set(IHeaderDictionary trailers, Google.Rpc.Status status)
    {
        foreach (var (name, value) in Trailers(status))
            trailers[name] = value;
    }

    /// <summary>The code in these headers or trailers, if there is one.</summary>
    public static string? Status(IHeaderDictionary trailers) =>
        trailers[StatusName] is [{ } text] && int.TryParse(text, CultureInfo.InvariantCulture, out var code) ? ((Google.Rpc.Code)code).ToString() : null;

    private static Dictionary<string, string> Trailers(Google.Rpc.Status status)
    {
        var trailers = new Dictionary<string, string>
        {
            [StatusName] = status.Code.ToString(CultureInfo.InvariantCulture),
            [MessageName] = Uri.EscapeDataString(status.Message),
        };
        if (status.Details.Count > 0)
            trailers[DetailsName] = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
        return trailers;
    }

    private static Task RefuseHttpAsync(HttpContext context, Refusal refusal)
    {
        context.Response.StatusCode = refusal.HttpStatus;
        if (refusal.Code == Google.Rpc.Code.Unauthenticated)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(refusal.Message);
    }
}
