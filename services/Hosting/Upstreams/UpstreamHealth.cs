using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Security;
using Grpc.Core;
using Grpc.Health.V1;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>Keeps an eye on another service by grpc.health.v1.</summary>
public static class UpstreamHealth
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    /// <summary>Tells the readiness whether the service serves, until cancelled.</summary>
    /// <param name="part">How the readiness names it, for instance "upstream Detection".</param>
    /// <param name="address">Where it is.</param>
    /// <param name="tls">How it is spoken to when it is https.</param>
    /// <param name="readiness">Whom to tell.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public static async Task WatchAsync(string part, UpstreamAddress address, UpstreamTls tls, Readiness readiness, CancellationToken cancellationToken)
    {
        readiness.Pending(part);
        using var channel = UpstreamChannel.Open(address, tls);
        var client = new Health.HealthClient(channel);
        using var timer = new PeriodicTimer(s_period);
        try
        {
            do
            {
                if (await AskAsync(client, address, cancellationToken) is { } why)
                    readiness.Missing(part, why);
                else
                    readiness.Present(part);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private static async Task<string?> AskAsync(Health.HealthClient client, UpstreamAddress address, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.CheckAsync(new HealthCheckRequest(), deadline: DateTime.UtcNow + s_timeout, cancellationToken: cancellationToken);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving ? null : $"{address} answers {answer.Status}.";
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unimplemented or StatusCode.NotFound)
        {
            return null; // It is there, and does not speak of its health.
        }
        catch (RpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return $"{address} does not answer: {e.StatusCode}.";
        }
    }
}
