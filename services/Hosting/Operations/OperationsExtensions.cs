using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;

namespace EmotionGrpc.Hosting.Operations;

/// <summary>What operators look at: health, readiness, metrics, reflection.</summary>
public static class OperationsExtensions
{
    internal static void AddOperations(this IServiceCollection services)
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
    }

    /// <summary>Maps grpc.health.v1, reflection, /livez, /readyz and /metrics.</summary>
    /// <param name="app">The service.</param>
    /// <param name="tellsWhat">Whether a caller of /readyz is told what is missing, and not only that something is; null: everybody is.</param>
    public static void MapOperations(this WebApplication app, Func<HttpContext, ValueTask<bool>>? tellsWhat = null)
    {
        app.MapGrpcHealthChecksService().AllowAnonymous();
        app.MapGrpcReflectionService();
        app.MapHttpOperations(tellsWhat);
    }

    internal static void MapHttpOperations(this IEndpointRouteBuilder routes, Func<HttpContext, ValueTask<bool>>? tellsWhat = null)
    {
        routes.MapGet("/livez", () => "ok").AllowAnonymous();
        routes.MapGet("/readyz", async (HttpContext context, Readiness readiness) =>
        {
            var report = readiness.Report();
            var status = report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            var tells = tellsWhat is null || await tellsWhat(context);
            return Results.Json(tells ? report : report with { Dependencies = null }, statusCode: status);
        }).AllowAnonymous();
        if (routes.ServiceProvider.GetService<MeterProvider>() is not null)
            routes.MapPrometheusScrapingEndpoint("/metrics");
    }
}
