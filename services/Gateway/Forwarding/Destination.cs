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
        new("Detection", [V1.DetectionService.Descriptor.FullName], Read("Detection", options.Detection)),
        new("FaceStream", [V1.FaceStreamService.Descriptor.FullName], Read("FaceStream", options.FaceStream)),
        new("BodyStream", [V1.BodyStreamService.Descriptor.FullName], Read("BodyStream", options.BodyStream)),
        new("Fusion", [V1.FusionService.Descriptor.FullName, V1.RecognitionService.Descriptor.FullName], Read("Fusion", options.Fusion)),
    ];

    private static UpstreamAddress[] Read(string key, string text)
    {
        UpstreamAddress[] addresses =
        [
            .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one =>
                UpstreamAddress.TryParse(one, out var address)
                    ? address
                    : throw new ConfigurationException($"Gateway:{key} has '{one}', which is not an address; {UpstreamAddress.Allowed}, several separated by commas.")),
        ];
        if (addresses.Length == 0)
            throw new ConfigurationException($"Gateway:{key} is empty; {UpstreamAddress.Allowed}.");
        if (addresses.Length > 1 && addresses.Any(a => a.UnixPath != null))
            throw new ConfigurationException($"Gateway:{key} has several addresses and one of them is a Unix socket; a socket must stand alone.");
        return addresses;
    }
}
