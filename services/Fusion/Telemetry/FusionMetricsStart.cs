namespace EmotionGrpc.Fusion.Telemetry;

/// <summary>Lets metrics begin when the exporter listens.</summary>
internal sealed class FusionMetricsStart : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        FusionMetrics.Prepare();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
