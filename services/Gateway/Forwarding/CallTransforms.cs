using EmotionGrpc.Gateway.Access;
using EmotionGrpc.Gateway.Calls;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>What differs between a call and what YARP forwards of it.</summary>
internal static class CallTransforms
{
    public static void Add(TransformBuilderContext builder)
    {
        builder.AddRequestTransform(NameCallerAsync);
        builder.AddResponseTransform(transform =>
        {
            CallStatus.NoteHeaders(transform.HttpContext);
            return default;
        });
        builder.AddResponseTrailersTransform(transform =>
        {
            CallStatus.NoteTrailers(transform.HttpContext);
            return default;
        });
    }

    private static ValueTask NameCallerAsync(RequestTransformContext transform)
    {
        var headers = transform.ProxyRequest.Headers;
        foreach (var name in CallHeaders.Kept)
            headers.Remove(name);
        if (transform.HttpContext.Features.Get<OpenCall>() is { } call)
            headers.Add(Identity.Header, call.Identity);
        return default;
    }
}
