using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Inference.Reloading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Streams.Models;

/// <summary>Loads and probes the model before the service listens; a model that cannot be used stops the start.</summary>
internal sealed class StreamModelStart(IServiceProvider services, Readiness readiness, ILogger<StreamModelStart> logger)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Resolved here and not injected: options are validated first, and a wrong model must fail the start, not the construction of the host.
        using var use = services.GetRequiredService<LiveModel<StreamModel>>().Use();
        var model = use.Model;
        readiness.Present($"model {model.Manifest.Name}");
        StreamLog.ModelPresent(logger, model.Manifest.Name, model.Manifest.Version, model.Provider, model.Precision);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
