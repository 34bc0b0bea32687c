using EmotionGrpc.Hosting.Endpoints.Memory;
using Microsoft.AspNetCore.Http;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>Requests to services of the same process.</summary>
public static class UpstreamRequest
{
    /// <summary>Has a service of this process answer a request that was received for it.</summary>
    /// <param name="address">Where the service is.</param>
    /// <param name="received">The request; the service reads its body and writes its response.</param>
    /// <param name="headers">Its headers as the service shall see them.</param>
    /// <returns>False when nobody of this process listens there: the request is as it was.</returns>
    public static async Task<bool> TryHandOverAsync(UpstreamAddress address, HttpContext received, IHeaderDictionary headers) =>
        address.MemoryName is { } name && MemoryListener.Find(name) is { } listener && await listener.Requests.TryRunAsync(received, headers);
}
