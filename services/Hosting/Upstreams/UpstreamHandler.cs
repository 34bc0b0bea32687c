using System.Net;
using System.Net.Sockets;
using EmotionGrpc.Hosting.Endpoints.Memory;
using EmotionGrpc.Hosting.Security;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>HTTP handlers for connections between services.</summary>
public static class UpstreamHandler
{
    /// <summary>Creates a handler for one upstream.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="tls">How it is spoken to when it is https.</param>
    /// <param name="at">Which of the name's addresses it is; null: any. Certificates are checked against the name.</param>
    public static SocketsHttpHandler Create(UpstreamAddress address, UpstreamTls tls, IPAddress? at = null)
    {
        var handler = new SocketsHttpHandler();
        Configure(handler, address, tls);
        if (at is not null)
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(new IPEndPoint(at, address.Uri.Port), cancellationToken);
        return handler;
    }

    /// <summary>Sets a handler up for gRPC: more than 100 streams, pings that find dead peers, TLS, Unix sockets.</summary>
    public static void Configure(SocketsHttpHandler handler, UpstreamAddress address, UpstreamTls tls)
    {
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        handler.PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan;
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.InitialHttp2StreamWindowSize = 4 * 1024 * 1024;
        tls.Configure(handler.SslOptions);
        if (address.UnixPath is { } path)
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        else if (address.MemoryName is { } name)
            handler.ConnectCallback = (_, _) => ValueTask.FromResult(MemoryListener.Connect(name));
    }

    private static async ValueTask<Stream> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var tcp = endPoint is IPEndPoint;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, tcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (tcp)
                socket.NoDelay = true;
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
