using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>What operators look at: health, readiness, metrics, reflection.</summary>
public static class OperationsExtensions
{
    internal static void AddOperations(this IServiceCollection services, string name)
    {
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHealthChecks().AddCheck<ReadinessCheck>("readiness");
        services.AddGrpcHealthChecks(o => o.Services.Map("", _ => true));
        services.Configure<HealthCheckPublisherOptions>(o =>
        {
            o.Delay = TimeSpan.Zero;
            o.Period = TimeSpan.FromSeconds(1);
        });
        services.AddGrpcReflection();
        services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService($"emotion-{name.ToLowerInvariant()}"))
            .WithMetrics(m => m
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("EmotionGrpc.*")
                .AddPrometheusExporter());
    }

    /// <summary>Maps grpc.health.v1, reflection, /livez, /readyz and /metrics.</summary>
    public static void MapOperations(this WebApplication app)
    {
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        app.MapGet("/livez", () => "ok");
        app.MapGet("/readyz", (Readiness readiness) =>
        {
            var missing = readiness.WhatIsMissing;
            return missing.Count == 0
                ? Results.Ok(new { status = "ready" })
                : Results.Json(new { status = "not ready", missing }, statusCode: StatusCodes.Status503ServiceUnavailable);
        });
        app.MapPrometheusScrapingEndpoint("/metrics");
    }
}
