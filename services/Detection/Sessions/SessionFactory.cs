using EmotionGrpc.Detection.Pipeline;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>Begins sessions.</summary>
internal sealed class SessionFactory(
    FrameAnalyzer analyzer,
    DetectionMessage messages,
    IOptions<DetectionOptions> options,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<DetectionSession> logger)
{
    public DetectionSession Create() => new(analyzer, messages, options.Value, clock, logger, lifetime.ApplicationStopping);
}
