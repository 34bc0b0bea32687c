using EmotionGrpc.Gateway.Forwarding;

namespace EmotionGrpc.Gateway.Pages;

/// <summary>
/// Headers of all HTTP answers that are not gRPC: a page loads nothing from elsewhere, runs no inline script, is framed by nobody, and tells nobody where
/// its reader came from.
/// </summary>
internal static class SecurityHeaders
{
    // blob: and data: pictures and blob: videos are made by the page itself, from a camera or a file.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!GrpcReply.Speaks(context))
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), display-capture=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (context.Request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000";
        }

        return next(context);
    }
}
