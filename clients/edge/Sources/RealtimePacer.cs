namespace EmotionGrpc.Edge.Sources;

/// <summary>Holds frames back until the source's clock says that they are due.</summary>
internal sealed class RealtimePacer(TimeProvider time)
{
    private long? _anchor;

    /// <summary>Waits until a frame is due; the first frame is due at once, and one that is late is not held.</summary>
    /// <param name="frameTime">The frame's time from the source's first picture.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task WaitAsync(TimeSpan frameTime, CancellationToken cancellationToken)
    {
        _anchor ??= time.GetTimestamp() - (long)(frameTime.TotalSeconds * time.TimestampFrequency);
        var early = frameTime - time.GetElapsedTime(_anchor.Value);
        if (early > TimeSpan.Zero)
            await Task.Delay(early, time, cancellationToken);
    }
}
