using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace EmotionGrpc.Gateway.Pages;

/// <summary>Serves the dashboard at "/": files without secrets, so nobody is asked for a key; what the page calls asks for it.</summary>
internal static class Dashboard
{
    private const string Missing =
        "The gateway is here; its dashboard is not, because Node.js 18 or later was not there when the suite was built. Install it and build again, for instance by ./emotion up.\n";

    /// <summary>Where the build puts the page (clients/web).</summary>
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "dashboard");

    public static void UseDashboard(this WebApplication app)
    {
        if (!File.Exists(Path.Combine(Folder, "index.html")))
        {
            app.Use(SayThatItIsMissingAsync);
            return;
        }

        var files = new PhysicalFileProvider(Folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SetAge });
    }

    private static void SetAge(StaticFileResponseContext context)
    {
        // What lies in assets has its content's hash in its name.
        var lasting = context.Context.Request.Path.StartsWithSegments("/assets");
        context.Context.Response.Headers[HeaderNames.CacheControl] = lasting ? "public, max-age=31536000, immutable" : "no-cache";
    }

    private static async Task SayThatItIsMissingAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path != "/" || !HttpMethods.IsGet(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(Missing, context.RequestAborted);
    }
}
