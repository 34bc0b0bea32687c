using System.Net.Sockets;
using EmotionGrpc.Hosting.Security;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>HTTP handlers for connections between services.</summary>
public static class UpstreamHandler
{
    /// <summary>Creates a handler for one upstream.</summary>
    public static SocketsHttpHandler Create(UpstreamAddress address, UpstreamTls tls)
    {
        var handler = new SocketsHttpHandler();
        Configure(handler, address, tls);
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
        if (address.UnixPath is not { } path)
            return;
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
    }
}
