using EmotionGrpc.Gateway.Calls;
using Microsoft.AspNetCore.Http.Features;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>The status that a service has ended a call with. A call that the gateway has ended was closed in order towards the service; the caller is told why.</summary>
internal static class CallStatus
{
    /// <summary>Notes it once the service is done and before the response has ended.</summary>
    public static void Note(HttpContext context)
    {
        if (context.Response.HasStarted)
            NoteTrailers(context);
        else
            NoteHeaders(context);
    }

    /// <summary>A status without messages before it stands in the headers.</summary>
    public static void NoteHeaders(HttpContext context)
    {
        if (context.Features.Get<OpenCall>() is { } call && GrpcReply.Status(context.Response.Headers) is { } status)
            Note(call, status, context.Response.Headers);
    }

    /// <summary>A status after messages stands in the trailers.</summary>
    public static void NoteTrailers(HttpContext context)
    {
        var trailers = context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        if (context.Features.Get<OpenCall>() is { } call && trailers is { IsReadOnly: false })
            Note(call, GrpcReply.Status(trailers), trailers);
    }

    private static void Note(OpenCall call, string? status, IHeaderDictionary trailers)
    {
        call.Status ??= status;
        if (call.Refusal is { } refusal)
            GrpcReply.Set(trailers, refusal.ToStatus());
    }
}
