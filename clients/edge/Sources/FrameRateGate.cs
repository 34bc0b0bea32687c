namespace EmotionGrpc.Edge.Sources;

/// <summary>Lets at most so many frames per second of the source's clock through, evenly.</summary>
internal sealed class FrameRateGate
{
    // A frame that is early by less than a clock's rounding is not left out.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(2);

    private TimeSpan _due;

    /// <summary>Whether the frame of a time may pass.</summary>
    /// <param name="time">By the source's clock.</param>
    /// <param name="framesPerSecond">Frames per second at most, from now on; null: all.</param>
    public bool Pass(TimeSpan time, double? framesPerSecond)
    {
        if (framesPerSecond is not { } rate)
            return true;
        if (time + Tolerance < _due)
            return false;
        var interval = TimeSpan.FromSeconds(1 / rate);
        _due += interval;
        if (_due <= time)
            _due = time + interval;
        return true;
    }
}
