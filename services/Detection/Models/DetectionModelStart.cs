using EmotionGrpc.Hosting.Operations;

namespace EmotionGrpc.Detection.Models;

/// <summary>Says before the service listens that the models are there; those that cannot be used have stopped the start.</summary>
internal sealed class DetectionModelStart(DetectionModels models, Readiness readiness) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        using var present = models.Use();
        foreach (var version in present.Versions)
            readiness.Present($"model {version.Name}");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
