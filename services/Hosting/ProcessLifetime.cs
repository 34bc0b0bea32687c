using Microsoft.Extensions.Hosting;

namespace EmotionGrpc.Hosting;

/// <summary>Leaves signals to <see cref="ServiceHost.RunAllAsync"/>.</summary>
internal sealed class ProcessLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
