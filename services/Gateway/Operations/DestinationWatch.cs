using EmotionGrpc.Gateway.Forwarding;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Upstreams;

namespace EmotionGrpc.Gateway.Operations;

/// <summary>Tells the gateway's readiness which service does not answer.</summary>
internal sealed class DestinationWatch(IReadOnlyList<Destination> destinations, UpstreamTls tls, Readiness readiness) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        from destination in destinations
        select UpstreamHealth.WatchAsync($"upstream {destination.Cluster}", destination.Addresses, tls, readiness, stoppingToken));
}
