using Microsoft.Extensions.Hosting;

namespace EmotionGrpc.Hosting.Security;

/// <summary>Looks at all reloaded files once a second; they are small, and reading them costs microseconds.</summary>
internal sealed class ReloadLoop(IEnumerable<IReloaded> all, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var files = all.ToArray();
        using var timer = new PeriodicTimer(s_period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var file in files)
                    file.Refresh();
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }
}
