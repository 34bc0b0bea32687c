using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Segments;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>
/// When a session is written down: after its first frame, then once a period, and at its end when it shall move. The time is the server's: it bounds how much work
/// is done again after a loss.
/// </summary>
internal sealed class Checkpoints(SegmentClock segments, TimeSpan period, TimeProvider time)
{
    private long? _last;
    private volatile bool _atTheEnd;

    /// <summary>Whether the session is written down once more when its last frame is answered.</summary>
    public bool AtTheEnd => _atTheEnd;

    /// <summary>The session ends here and goes on elsewhere. Comes before its last frame is taken.</summary>
    public void WantAtTheEnd() => _atTheEnd = true;

    /// <summary>Whether to write down after the frame that was just taken.</summary>
    public bool IsDue()
    {
        if (_last is { } last && time.GetElapsedTime(last) < period)
            return false;
        _last = time.GetTimestamp();
        return true;
    }

    /// <summary>Begins to write down, with what is known when a frame has been taken and the next one has not.</summary>
    public SavedSession Begin(PendingFrame last) => new()
    {
        Sequence = last.Frame.Sequence,
        CaptureTime = last.CaptureTime.Ticks,
        NextSegment = segments.Next?.Ticks ?? 0,
    };
}
