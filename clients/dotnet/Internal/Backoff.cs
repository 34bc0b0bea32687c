namespace EmotionGrpc.Client.Internal;

/// <summary>Pauses between attempts to reconnect: they double, and differ between clients so that these do not come back all at once.</summary>
internal static class Backoff
{
    /// <summary>The pause before an attempt: half to all of the doubled pause.</summary>
    /// <param name="options">First and longest pause.</param>
    /// <param name="attempt">From 1.</param>
    /// <param name="random">Where the jitter comes from.</param>
    public static TimeSpan Pause(ReconnectOptions options, int attempt, Random random)
    {
        var doubled = options.InitialPause * Math.Pow(2, Math.Min(attempt - 1, 30));
        var longest = doubled < options.MaximumPause ? doubled : options.MaximumPause;
        return longest * (0.5 + (random.NextDouble() / 2));
    }
}
