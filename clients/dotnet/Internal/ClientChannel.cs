using Grpc.Net.Client;

namespace EmotionGrpc.Client.Internal;

/// <summary>Opens the gRPC channel of a client.</summary>
internal static class ClientChannel
{
    public static GrpcChannel Open(EmotionClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // A connection carries 100 streams by default; sessions are streams and live long.
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = options.KeepAliveInterval,
            KeepAlivePingTimeout = options.KeepAliveInterval,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        };
        ClientCertificates.Apply(options, handler.SslOptions);
        var channel = new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MaximumMessageBytes,
            MaxSendMessageSize = options.MaximumMessageBytes,
            // The session has its own pauses; the channel's of up to two minutes would lie on top of them.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromSeconds(1),
        };
        ClientCredentials.Apply(options, channel);
        return GrpcChannel.ForAddress(options.Address, channel);
    }
}
