using EmotionGrpc.Hosting.Telemetry;

namespace EmotionGrpc.Fusion.Telemetry;

/// <summary>Begins the spans of a session's frames.</summary>
internal sealed class SessionTraces(FrameTracer tracer, string session)
{
    /// <summary>The span of a frame, from its arrival to its answer. Not below the client's span: the client may not decide how much is traced.</summary>
    public FrameSpan Begin(ulong sequence)
    {
        var span = tracer.Begin("frame");
        span.Set("emotion.session", session);
        span.Set("emotion.sequence", (long)sequence);
        return span;
    }
}
