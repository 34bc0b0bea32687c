using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>Sets up YARP: each gRPC service goes to its own cluster, by its path.</summary>
internal static class ForwardingExtensions
{
    private static readonly TimeSpan s_watch = TimeSpan.FromSeconds(1);

    /// <summary>
    /// An instance that died fails its calls at once, so it always has the least in hand: without a look at its health it would get every call.
    /// Where no instance is well, all are tried: a service that lacks a part may still give half an answer.
    /// </summary>
    private static readonly HealthCheckConfig s_health = Health(s_watch);

    // Within a process there is no connection to lose, and each look costs a call through the whole of it.
    private static readonly HealthCheckConfig s_healthWithin = Health(TimeSpan.FromSeconds(10));

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
            HealthCheck = d.Addresses.All(a => a.MemoryName is not null) ? s_healthWithin : s_health,
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
        services.Configure<ConsecutiveFailuresHealthPolicyOptions>(o => o.DefaultThreshold = 2);
        services.Configure<TransportFailureRateHealthPolicyOptions>(o =>
        {
            o.MinimalTotalCountThreshold = 1;
            o.DetectionWindowSize = s_watch;
        });
        services.AddSingleton<IDestinationResolver, NameResolver>();
        services.AddReverseProxy()
            .LoadFromMemory([.. routes], [.. clusters])
            .AddTransforms(CallTransforms.Add);
        services.AddSingleton(destinations);
        services.AddSingleton<IForwarderHttpClientFactory, ForwarderClients>();
    }

    private static HealthCheckConfig Health(TimeSpan interval) => new()
    {
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
        Active = new ActiveHealthCheckConfig
        {
            Enabled = true,
            Path = "/readyz",
            Interval = interval,
            Timeout = TimeSpan.FromSeconds(2),
            Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
        },
        Passive = new PassiveHealthCheckConfig
        {
            Enabled = true,
            ReactivationPeriod = TimeSpan.FromSeconds(2),
            Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
        },
    };
}
