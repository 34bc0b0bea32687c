using System.Net;
using EmotionGrpc.Hosting.Security;
using Grpc.Net.Client;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>gRPC channels between services.</summary>
public static class UpstreamChannel
{
    /// <summary>Opens a channel; it connects at the first call and again whenever it must.</summary>
    /// <param name="address">Where the service is.</param>
    /// <param name="tls">How it is spoken to when it is https.</param>
    /// <param name="at">Which of the name's addresses it is; null: any.</param>
    /// <param name="maximumMessage">Largest message in bytes.</param>
    public static GrpcChannel Open(UpstreamAddress address, UpstreamTls tls, IPAddress? at = null, int maximumMessage = 32 * 1024 * 1024) =>
        GrpcChannel.ForAddress(address.Uri, new GrpcChannelOptions
        {
            HttpHandler = UpstreamHandler.Create(address, tls, at),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = maximumMessage,
            MaxSendMessageSize = maximumMessage,
            // A service that was down is tried again soon: sessions wait for it.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(200),
            MaxReconnectBackoff = TimeSpan.FromSeconds(2),
        });
}
