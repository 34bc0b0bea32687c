using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.Streams.Tests;

/// <summary>A service on a socket of its own, with a channel to it.</summary>
internal sealed class RunningService : IAsyncDisposable
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

    public WebApplication App { get; }

    public GrpcChannel Channel { get; }

    /// <summary>Starts a service, for instance "FaceStream".</summary>
    public static async Task<RunningService> StartAsync(
        string name,
        Func<string[], IReadOnlyDictionary<string, string?>?, WebApplication> build,
        params (string Key, string Value)[] settings)
    {
        var socket = Path.Combine(Path.GetTempPath(), $"{name}-{Guid.NewGuid():N}.sock");
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

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
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
