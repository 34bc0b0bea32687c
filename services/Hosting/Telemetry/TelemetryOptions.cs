using System.ComponentModel.DataAnnotations;

namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>
/// What is traced. Configuration section <c>Telemetry</c>. Nothing is traced unless OTEL_EXPORTER_OTLP_ENDPOINT says where spans go;
/// the exporter's other OTEL_ variables are those of OpenTelemetry.
/// </summary>
public sealed class TelemetryOptions
{
    /// <summary>Share of the frames that are traced, 0 to 1. A service behind Fusion follows Fusion's choice, so that a frame is traced whole or not at all. Default 0.01.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Telemetry:TraceRatio must lie between 0 and 1.")]
    public double TraceRatio { get; set; } = 0.01;
}
