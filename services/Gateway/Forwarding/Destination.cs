using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Upstreams;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>Where a service of the suite is.</summary>
/// <param name="Cluster">Name of the service, as in the configuration.</param>
/// <param name="Services">gRPC services that it serves.</param>
/// <param name="Addresses">Its instances.</param>
internal sealed record Destination(string Cluster, IReadOnlyList<string> Services, IReadOnlyList<UpstreamAddress> Addresses)
{
    /// <summary>All services of the suite.</summary>
    /// <exception cref="ConfigurationException">An address is wrong.</exception>
    public static IReadOnlyList<Destination> All(GatewayOptions options) =>
    [
        new("Detection", [V1.DetectionService.Descriptor.FullName], UpstreamAddresses.Read("Gateway:Detection", options.Detection)),
        new("FaceStream", [V1.FaceStreamService.Descriptor.FullName], UpstreamAddresses.Read("Gateway:FaceStream", options.FaceStream)),
        new("BodyStream", [V1.BodyStreamService.Descriptor.FullName], UpstreamAddresses.Read("Gateway:BodyStream", options.BodyStream)),
        new("Fusion", [V1.FusionService.Descriptor.FullName, V1.RecognitionService.Descriptor.FullName], UpstreamAddresses.Read("Gateway:Fusion", options.Fusion)),
    ];
}
