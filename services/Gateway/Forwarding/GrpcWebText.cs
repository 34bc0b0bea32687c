using System.Security.Cryptography;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>
/// The text form of gRPC-Web is base64. The gRPC-Web middleware translates the request's and the response's pipe, but YARP works on their streams;
/// what is forwarded is also shorter than what the browser announced.
/// </summary>
internal static class GrpcWebText
{
    private static readonly object s_isText = new();

    /// <summary>Goes before the gRPC-Web middleware, which takes the content type away.</summary>
    public static Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc-web-text", StringComparison.OrdinalIgnoreCase) == true)
            context.Items[s_isText] = true;
        return next(context);
    }

    /// <summary>Goes after it.</summary>
    public static async Task TranslateAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Items.ContainsKey(s_isText))
        {
            await next(context);
            return;
        }

        await using var decoded = new CryptoStream(context.Request.Body, new FromBase64Transform(), CryptoStreamMode.Read, leaveOpen: true);
        await using var encoded = new PipeWriterStream(context.Response.BodyWriter);
        context.Request.Body = decoded;
        context.Request.ContentLength = null;
        context.Response.Body = encoded;
        await next(context);
    }
}
