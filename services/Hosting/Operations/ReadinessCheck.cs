using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>Tells grpc.health.v1 what /readyz tells.</summary>
internal sealed class ReadinessCheck(Readiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missing = readiness.WhatIsMissing;
        return Task.FromResult(missing.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(string.Join(" ", missing.Select(m => $"{m.Key}: {m.Value}"))));
    }
}
