using EmotionGrpc.Conformance.Checks;
using Grpc.Core;
using Grpc.Health.V1;

namespace EmotionGrpc.Conformance.Health;

/// <summary>Checks of grpc.health.v1, which every service of the suite answers.</summary>
internal sealed class HealthChecks(ChannelBase channel)
{
    private readonly Grpc.Health.V1.Health.HealthClient _client = new(channel);

    /// <summary>The checks.</summary>
    public IReadOnlyList<Check> All =>
    [
        new("health-serving", "grpc.health.v1: Check of the server as a whole (service \"\") says SERVING while it can answer.", ServingAsync),
        new("health-watch", "grpc.health.v1: Watch sends the present state at once.", WatchAsync),
        new("health-unknown-service", "grpc.health.v1: Check of a service that is not there ends with NOT_FOUND.", UnknownAsync),
    ];

    private async Task ServingAsync(CancellationToken cancellationToken)
    {
        var response = await _client.CheckAsync(new HealthCheckRequest(), cancellationToken: cancellationToken);
        Expect.That(response.Status == HealthCheckResponse.Types.ServingStatus.Serving, $"The state is {response.Status}.");
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var call = _client.Watch(new HealthCheckRequest(), cancellationToken: cancellationToken);
        Expect.That(await call.ResponseStream.MoveNext(cancellationToken), $"The call ended without a state.");
        Expect.That(call.ResponseStream.Current.Status == HealthCheckResponse.Types.ServingStatus.Serving, $"The state is {call.ResponseStream.Current.Status}.");
    }

    private Task UnknownAsync(CancellationToken cancellationToken) => Expect.RefusedAsync(
        StatusCode.NotFound, async () => await _client.CheckAsync(new HealthCheckRequest { Service = "no.such.Service" }, cancellationToken: cancellationToken));
}
