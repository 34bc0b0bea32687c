using EmotionGrpc.Gateway.Access;
using EmotionGrpc.Gateway.Calls;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>What of a call's headers goes on: credentials end here, and nobody outside says under which name a call goes on.</summary>
internal static class CallHeaders
{
    /// <summary>Headers that the gateway keeps to itself.</summary>
    public static IReadOnlyList<string> Kept { get; } = [Identity.Header, Identity.CameraHeader, CallerFinder.KeyHeader, "Authorization", "Cookie"];

    /// <summary>A call's headers as a service sees them.</summary>
    public static HeaderDictionary For(HttpContext context)
    {
        var headers = new HeaderDictionary(context.Request.Headers.Count + 1);
        foreach (var (name, value) in context.Request.Headers)
            headers[name] = value;
        foreach (var name in Kept)
            headers.Remove(name);
        if (context.Features.Get<OpenCall>() is { } call)
            headers[Identity.Header] = call.Identity;
        return headers;
    }
}
