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
    /// <param name="app">The service.</param>
    /// <param name="tellsWhat">Whether a caller of /readyz is told what is missing, and not only that something is; null: everybody is.</param>
    public static void MapOperations(this WebApplication app, Func<HttpContext, ValueTask<bool>>? tellsWhat = null)
    {
        app.MapGrpcHealthChecksService().AllowAnonymous();
        app.MapGrpcReflectionService();
        app.MapGet("/livez", () => "ok").AllowAnonymous();
        app.MapGet("/readyz", async (HttpContext context, Readiness readiness) =>
        {
            var missing = readiness.WhatIsMissing;
            if (missing.Count == 0)
                return Results.Ok(new { status = "ready" });
            return tellsWhat is null || await tellsWhat(context)
                ? Results.Json(new { status = "not ready", missing }, statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Json(new { status = "not ready" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }).AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics");
    }
}
