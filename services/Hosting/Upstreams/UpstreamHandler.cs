using System.Net.Sockets;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>HTTP handlers for connections between services.</summary>
public static class UpstreamHandler
{
    /// <summary>Creates a handler for one upstream.</summary>
    public static SocketsHttpHandler Create(UpstreamAddress address)
    {
        var handler = new SocketsHttpHandler();
        Configure(handler, address);
        return handler;
    }

    /// <summary>Sets a handler up for gRPC: more than 100 streams, pings that find dead peers, Unix sockets.</summary>
    public static void Configure(SocketsHttpHandler handler, UpstreamAddress address)
    {
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        handler.PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan;
        handler.ConnectTimeout = TimeSpan.FromSeconds(5);
        handler.InitialHttp2StreamWindowSize = 4 * 1024 * 1024;
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
