using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Upstreams;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>Says at the start what addresses are wrong, and from then on whether the detection service is there.</summary>
internal sealed class UpstreamWatch(UpstreamSet upstreams, IOptions<FusionServiceOptions> options, UpstreamTls tls, Readiness readiness) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Streams watch over themselves; resolving the set has started them.
        _ = upstreams.Streams.Count;
        await UpstreamHealth.WatchAsync("upstream Detection", UpstreamAddresses.Read("Fusion:Detection", options.Value.Detection), tls, readiness, stoppingToken);
    }
}
