using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.TestSupport;

/// <summary>Serves a service that a test wrote over real sockets.</summary>
public static class KestrelServer
{
    private const int LargestMessage = 32 * 1024 * 1024;

    /// <summary>Starts serving; the caller stops and disposes it.</summary>
    /// <param name="service">The one instance that answers all calls.</param>
    /// <param name="port">A port of the loopback.</param>
    /// <param name="tls">How to speak TLS; null: without.</param>
    public static async Task<WebApplication> StartAsync<TService>(TService service, int port, HttpsConnectionAdapterOptions? tls = null)
        where TService : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port, o =>
        {
            o.Protocols = HttpProtocols.Http2;
            if (tls != null)
                o.UseHttps(tls);
        }));
        builder.Services.AddGrpc(o => o.MaxReceiveMessageSize = LargestMessage);
        builder.Services.AddSingleton(service);
        var app = builder.Build();
        app.MapGrpcService<TService>();
        await app.StartAsync();
        return app;
    }

    /// <summary>Ends it at once: nobody waits for calls that are still open.</summary>
    public static async Task EndAsync(WebApplication app)
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }
}
