using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.TestSupport;

/// <summary>A service of the product in this process, on a socket of its own, with a channel to it.</summary>
public sealed class RunningService : IAsyncDisposable
{
    private readonly string _socket;

    private RunningService(WebApplication app, string socket)
    {
        App = app;
        _socket = socket;
        Channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
            HttpHandler = new SocketsHttpHandler { ConnectCallback = ConnectAsync },
        });
    }

    /// <summary>The service.</summary>
    public WebApplication App { get; }

    /// <summary>Where it listens, as other services are told.</summary>
    public string Address => $"unix:{_socket}";

    /// <summary>A channel to it.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>Starts a service.</summary>
    /// <param name="name">Its name, for instance "FaceStream".</param>
    /// <param name="build">What builds it, for instance FaceStreamHost.Build.</param>
    /// <param name="settings">Its settings.</param>
    public static async Task<RunningService> StartAsync(
        string name,
        Func<string[], IReadOnlyDictionary<string, string?>?, WebApplication> build,
        params (string Key, string Value)[] settings)
    {
        var socket = UnixSockets.Free(name);
        var all = settings.ToDictionary(s => s.Key, s => (string?)s.Value);
        all[$"{name}:Listen"] = $"unix:{socket}";
        var app = build([], all);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new RunningService(app, socket);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        File.Delete(_socket);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
