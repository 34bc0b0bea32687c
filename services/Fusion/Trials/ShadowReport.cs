using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>Says regularly, and at the end, what the comparison with the shadows gave.</summary>
internal sealed class ShadowReport(ShadowComparisons comparisons, IOptions<FusionServiceOptions> options, TimeProvider time, ILogger<ShadowReport> logger)
    : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Tell();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.Shadow.SummarySeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Tell();
    }

    private void Tell()
    {
        foreach (var comparison in comparisons.All)
        {
            if (comparison.Tell() is { } summary)
                FusionLog.ShadowSummary(logger, summary);
        }
    }
}
