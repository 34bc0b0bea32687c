using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EmotionGrpc.Hosting.Upstreams;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>
/// Makes a destination of every address that DNS has for a name, and asks again every few seconds: so instances come and go without a change of configuration.
/// YARP's own resolver stops the start when a name has no address yet, as it is where services start side by side.
/// </summary>
internal sealed class NameResolver(IHostApplicationLifetime lifetime) : IDestinationResolver
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, IPAddress[]> _last = new();

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>();
        var names = false;
        foreach (var (id, destination) in destinations)
        {
            var uri = new Uri(destination.Address);
            if (!UpstreamAddress.HasName(uri))
            {
                resolved.Add(id, destination);
                continue;
            }

            names = true;
            foreach (var address in await AskAsync(uri.DnsSafeHost, cancellationToken))
            {
                // The name stays the host: it is what a certificate is for.
                var at = new UriBuilder(uri) { Host = address.ToString() }.Uri;
                resolved.Add($"{id}-{address}", destination with { Address = at.ToString(), Host = uri.Authority });
            }
        }

        return new ResolvedDestinationCollection(resolved, names ? After(s_period) : null);
    }

    /// <returns>The addresses in a steady order; those of last time when DNS does not answer.</returns>
    private async Task<IPAddress[]> AskAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(name, cancellationToken);
            return _last[name] = [.. found.DistinctBy(a => a.ToString()).OrderBy(a => a.ToString(), StringComparer.Ordinal)];
        }
        catch (SocketException)
        {
            return _last.GetValueOrDefault(name, []);
        }
    }

    private CancellationChangeToken After(TimeSpan period)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        source.CancelAfter(period);
        return new CancellationChangeToken(source.Token);
    }
}
