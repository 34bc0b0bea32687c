using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Security;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>Keeps an eye on another service by grpc.health.v1.</summary>
public static class UpstreamHealth
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    // Within a process there is no connection to lose.
    private static readonly TimeSpan s_periodWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    /// <summary>Tells the readiness whether at least one instance of the service serves, until cancelled.</summary>
    /// <param name="part">How the readiness names it, for instance "upstream Detection".</param>
    /// <param name="addresses">Where its instances are.</param>
    /// <param name="tls">How they are spoken to when they are https.</param>
    /// <param name="readiness">Whom to tell.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public static async Task WatchAsync(string part, IReadOnlyList<UpstreamAddress> addresses, UpstreamTls tls, Readiness readiness, CancellationToken cancellationToken)
    {
        readiness.Pending(part);
        GrpcChannel[] channels = [.. addresses.Select(a => UpstreamChannel.Open(a, tls))];
        Health.HealthClient[] clients = [.. channels.Select(c => new Health.HealthClient(c))];
        var calm = addresses.All(a => a.MemoryName is not null) ? s_periodWithin : s_period;
        using var timer = new PeriodicTimer(s_period);
        try
        {
            do
            {
                var answers = await Task.WhenAll(clients.Select((client, i) => AskAsync(client, addresses[i], cancellationToken)));
                var serves = answers.Contains(null);
                if (serves)
                    readiness.Present(part);
                else
                    readiness.Missing(part, string.Join(' ', answers));
                timer.Period = serves ? calm : s_period;
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
        finally
        {
            foreach (var channel in channels)
                channel.Dispose();
        }
    }

    /// <summary>Asks once.</summary>
    /// <returns>Why the service cannot be used; null: it can.</returns>
    internal static async Task<string?> AskAsync(Health.HealthClient client, UpstreamAddress address, CancellationToken cancellationToken)
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
