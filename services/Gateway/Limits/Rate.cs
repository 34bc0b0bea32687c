namespace EmotionGrpc.Gateway.Limits;

/// <summary>
/// So many of something a second, with a second's worth at once after a pause. What is kept is the time at which all of it will be there again, not a stock that a
/// clock fills up: there are two of these for each caller, and nothing runs while nobody waits.
/// </summary>
internal sealed class Rate(int perSecond, TimeProvider time)
{
    private const double WorthSeconds = 1;

    // What a timer can be set to ends at 49 days.
    private const double LongestSeconds = 24 * 60 * 60;

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();

    // When a second's worth will be there again, in seconds since the start.
    private double _full;

    public int PerSecond => perSecond;

    /// <summary>Waits until so many are due. Who comes later waits for those before it.</summary>
    public async ValueTask WaitAsync(int count, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            _full = After(count);
            wait = UntilDue(_full);
        }

        if (wait == TimeSpan.Zero)
            return;
        try
        {
            await Task.Delay(wait, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
                _full -= Seconds(count);
            throw;
        }
    }

    /// <summary>Takes so many, or at most a second's worth, if they are due now.</summary>
    /// <param name="count">How many.</param>
    /// <param name="retryAfter">When they may be, otherwise.</param>
    public bool TryTake(int count, out TimeSpan retryAfter)
    {
        lock (_lock)
        {
            var after = After(Math.Min(count, perSecond));
            retryAfter = UntilDue(after);
            if (retryAfter > TimeSpan.Zero)
                return false;
            _full = after;
            return true;
        }
    }

    private double After(int count) => Math.Max(_full, Now()) + Seconds(count);

    private TimeSpan UntilDue(double full) => TimeSpan.FromSeconds(Math.Clamp(full - WorthSeconds - Now(), 0, LongestSeconds));

    private double Seconds(int count) => count / (double)perSecond;

    private double Now() => time.GetElapsedTime(_start).TotalSeconds;
}
