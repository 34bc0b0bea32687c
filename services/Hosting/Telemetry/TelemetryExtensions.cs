using EmotionGrpc.Hosting.Endpoints.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>Sets up metrics for /metrics, and traces for an OTLP collector.</summary>
internal static class TelemetryExtensions
{
    private static readonly string[] s_endpoints = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    /// <param name="builder">The host's builder.</param>
    /// <param name="name">The service's name.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, string name)
    {
        var service = new ServiceIdentity(name);
        builder.AddSection<TelemetryOptions>("Telemetry");
        builder.Services.AddSingleton(service);
        // A source per service and not per assembly: services that share a process are traced each under its own name.
        builder.Services.AddSingleton<FrameTracer>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService($"emotion-{service.Label}", serviceVersion: typeof(TelemetryExtensions).Assembly.GetName().Version?.ToString(3)));
        if (HasReaders(builder.Configuration, name))
        {
            telemetry.WithMetrics(m => m
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("EmotionGrpc.*")
                .AddPrometheusExporter(o => o.ScopeInfoEnabled = false));
        }

        if (HasCollector(builder.Configuration))
        {
            // No spans of HTTP calls: a session's call lasts for hours, and its frames have spans of their own.
            telemetry.WithTracing(t => t
                .AddSource(service.Source)
                .SetSampler(p => new ParentBasedSampler(new TraceIdRatioBasedSampler(p.GetRequiredService<IOptions<TelemetryOptions>>().Value.TraceRatio)))
                .AddOtlpExporter());
        }
    }

    /// <summary>
    /// Whether somebody can read this service's /metrics. Each counts all that its process measures, so of services in one process the one that can be reached does it for all;
    /// the others would only do it once more.
    /// </summary>
    private static bool HasReaders(ConfigurationManager configuration, string name) =>
        MemoryEndPoint.NameOf(configuration[$"{name}:{nameof(ServiceOptions.Listen)}"] ?? "") is null
        || configuration[$"{name}:{nameof(ServiceOptions.Operations)}"] is { Length: > 0 }
        || configuration[$"{name}:{nameof(ServiceOptions.Socket)}"] is { Length: > 0 };

    /// <exception cref="ConfigurationException">An address is none.</exception>
    private static bool HasCollector(ConfigurationManager configuration)
    {
        var found = false;
        foreach (var key in s_endpoints)
        {
            if (configuration[key] is not { Length: > 0 } text)
                continue;
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw new ConfigurationException($"{key} is '{text}', which is not an address; allowed are http://HOST:PORT and https://HOST:PORT.");
            found = true;
        }

        return found;
    }
}
