using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Hosting.Telemetry;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>Begins sessions.</summary>
internal sealed class SessionFactory(
    FrameAnalyzer analyzer,
    DetectionMessage messages,
    IOptions<DetectionOptions> options,
    FrameTracer tracer,
    TimeProvider clock,
    ILogger<DetectionSession> logger)
{
    /// <param name="stopping">The service stops: what is in hand is answered, then the session ends.</param>
    public DetectionSession Create(CancellationToken stopping) => new(analyzer, messages, options.Value, tracer, clock, logger, stopping);
}
