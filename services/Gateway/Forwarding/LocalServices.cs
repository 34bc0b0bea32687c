using EmotionGrpc.Gateway.Calls;
using EmotionGrpc.Hosting.Upstreams;

namespace EmotionGrpc.Gateway.Forwarding;

/// <summary>Hands calls over to services of this process, which answer them on the caller's own connection; what is elsewhere YARP forwards.</summary>
internal sealed class LocalServices(IReadOnlyList<Destination> destinations)
{
    // What lives within a process has one address.
    private readonly Dictionary<string, UpstreamAddress> _addresses = destinations
        .Where(d => d.Addresses[0].MemoryName is not null).ToDictionary(d => d.Cluster, d => d.Addresses[0]);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!_addresses.TryGetValue(context.GetReverseProxyFeature().Cluster.Config.ClusterId, out var address)
            || !await TryHandOverAsync(context, address))
            await next(context);
    }

    private static async Task<bool> TryHandOverAsync(HttpContext context, UpstreamAddress address)
    {
        try
        {
            if (!await UpstreamRequest.TryHandOverAsync(address, context, CallHeaders.For(context)))
                return false;
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody is there to be told.
        }

        CallStatus.Note(context);
        if (context.RequestAborted.IsCancellationRequested && context.Features.Get<OpenCall>() is { } call)
            call.Status ??= nameof(Google.Rpc.Code.Cancelled);
        return true;
    }
}
