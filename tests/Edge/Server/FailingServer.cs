using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Edge.Tests.Server;

/// <summary>A Kestrel server on a port of its own that a test can kill and start again.</summary>
internal sealed class FailingServer : IAsyncDisposable
{
    private readonly int _port = FreePort();
    private WebApplication? _app;

    public FailingServer(ScriptedRecognition recognition) => Recognition = recognition;

    public ScriptedRecognition Recognition { get; }

    public string Address => $"http://127.0.0.1:{_port}";

    public async Task<FailingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, _port, o => o.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(o => o.MaxReceiveMessageSize = 32 * 1024 * 1024);
        builder.Services.AddSingleton(Recognition);
        _app = builder.Build();
        _app.MapGrpcService<ScriptedRecognition>();
        await _app.StartAsync();
        return this;
    }

    /// <summary>Breaks all connections without a word.</summary>
    public async Task KillAsync()
    {
        if (_app == null)
            return;
        await Recognition.BreakAsync();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
