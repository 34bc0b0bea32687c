using EmotionGrpc.Gateway.Access;
using EmotionGrpc.Gateway.Calls;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>What differs between a call and what is forwarded of it.</summary>
internal static class CallTransforms
{
    public static void Add(TransformBuilderContext builder)
    {
        builder.AddRequestTransform(NameCallerAsync);
        builder.AddResponseTransform(NoteStatusAsync);
        builder.AddResponseTrailersTransform(NoteTrailersAsync);
    }

    /// <summary>Credentials end here, and nobody outside says under which name a call goes on.</summary>
    private static ValueTask NameCallerAsync(RequestTransformContext transform)
    {
        var headers = transform.ProxyRequest.Headers;
        foreach (var name in (string[])[Identity.Header, Identity.CameraHeader, CallerFinder.KeyHeader, "Authorization", "Cookie"])
            headers.Remove(name);
        if (transform.HttpContext.Features.Get<OpenCall>() is { } call)
            headers.Add(Identity.Header, call.Identity);
        return default;
    }

    // A status without messages before it stands in the headers.
    private static ValueTask NoteStatusAsync(ResponseTransformContext transform)
    {
        if (transform.HttpContext.Features.Get<OpenCall>() is { } call && GrpcReply.Status(transform.HttpContext.Response.Headers) is { } status)
            Note(call, status, transform.HttpContext.Response.Headers);
        return default;
    }

    private static ValueTask NoteTrailersAsync(ResponseTrailersTransformContext transform)
    {
        var trailers = transform.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseTrailersFeature>()?.Trailers;
        if (transform.HttpContext.Features.Get<OpenCall>() is { } call && trailers is { IsReadOnly: false })
            Note(call, GrpcReply.Status(trailers), trailers);
        return default;
    }

    /// <summary>A call that the gateway has ended was closed in order towards the service; the caller is told why.</summary>
    private static void Note(OpenCall call, string? status, IHeaderDictionary trailers)
    {
        call.Status ??= status;
        if (call.Refusal is { } refusal)
            GrpcReply.Set(trailers, refusal.ToStatus());
    }
}
