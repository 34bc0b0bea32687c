namespace EmotionGrpc.Fusion.Segments;

/// <summary>Says when a new segment begins: N segments span a window, so one begins every window / N (sparse sampling, arXiv 1608.00859).</summary>
/// <param name="segments">N.</param>
/// <param name="window">What they span.</param>
/// <param name="next">When the first is due; null: at once.</param>
internal sealed class SegmentClock(int segments, TimeSpan window, DateTime? next = null)
{
    private readonly TimeSpan _length = window / segments;
    private DateTime? _next = next;

    /// <summary>When the next segment is due; null: at once.</summary>
    public DateTime? Next => _next;

    /// <summary>Whether a frame of that capture time opens a segment; asks in order of capture times.</summary>
    public bool IsDue(DateTime captureTime)
    {
        if (_next is { } next && captureTime < next)
            return false;
        // The grid stays where it is, unless frames are rarer than segments.
        var following = (_next ?? captureTime) + _length;
        _next = following > captureTime ? following : captureTime + _length;
        return true;
    }
}
