using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>Tells grpc.health.v1 what /readyz tells.</summary>
internal sealed class ReadinessCheck(Readiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var report = readiness.Report();
        var why = report.Dependencies!.Where(d => !d.Present).Select(d => $"{d.Name}: {d.Why}").Prepend(report.Why).OfType<string>();
        return Task.FromResult(report.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join(" ", why)));
    }
}
