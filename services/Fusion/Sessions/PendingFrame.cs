using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>A frame in hand.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="CaptureTime">When it was taken.</param>
/// <param name="Arrived">Timestamp of its arrival, of the session's TimeProvider.</param>
/// <param name="TimeToLive">How long after its arrival it is worth a result.</param>
/// <param name="Span">Its span, from its arrival to its answer.</param>
internal sealed record PendingFrame(Frame Frame, DateTime CaptureTime, long Arrived, TimeSpan TimeToLive, FrameSpan Span)
{
    /// <summary>Lets it be detected; null while it waits.</summary>
    public FramePass? Pass { get; set; }
}
