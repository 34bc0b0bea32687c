using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>Sets up YARP: each gRPC service goes to its own cluster, by its path.</summary>
internal static class ForwardingExtensions
{
    public static void AddForwarding(this IServiceCollection services, IReadOnlyList<Destination> destinations)
    {
        var routes = destinations.SelectMany(d => d.Services.Select(service => new RouteConfig
        {
            RouteId = service,
            ClusterId = d.Cluster,
            Match = new RouteMatch { Path = $"/{service}/{{**method}}" },
            // No total timeout: a session lasts as long as its camera.
        }));
        var clusters = destinations.Select(d => new ClusterConfig
        {
            ClusterId = d.Cluster,
            LoadBalancingPolicy = LoadBalancingPolicies.LeastRequests,
            Destinations = d.Addresses.Select((address, i) => (address, i)).ToDictionary(
                a => $"{d.Cluster}-{a.i}",
                a => new DestinationConfig { Address = a.address.Uri.ToString() }),
            HttpRequest = new ForwarderRequestConfig
            {
                // HTTP/2 without TLS is prior knowledge: nothing may be negotiated.
                Version = System.Net.HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                // A quiet stream is not a dead one: YARP's default of 100 s would end it, and HTTP/2 pings do not count.
                ActivityTimeout = Timeout.InfiniteTimeSpan,
            },
        });
        services.AddReverseProxy()
            .LoadFromMemory([.. routes], [.. clusters])
            .AddTransforms(CallTransforms.Add);
        services.AddSingleton(destinations);
        services.AddSingleton<IForwarderHttpClientFactory, ForwarderClients>();
    }
}
