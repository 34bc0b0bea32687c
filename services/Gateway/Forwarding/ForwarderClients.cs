using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Upstreams;
using Yarp.ReverseProxy.Forwarder;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>Makes the clients that reach the services.</summary>
internal sealed class ForwarderClients(IReadOnlyList<Destination> destinations, UpstreamTls tls) : ForwarderHttpClientFactory
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        var destination = destinations.Single(d => d.Cluster == context.ClusterId);
        // A socket is the only address of its cluster, and other addresses need no special care.
        UpstreamHandler.Configure(handler, destination.Addresses[0], tls);
    }
}
