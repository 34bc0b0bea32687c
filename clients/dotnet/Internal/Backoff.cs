namespace EmotionGrpc.Client.Internal;

/// <summary>Pauses between attempts to reconnect: their bound doubles, and they spread over all of it, so that clients that lost one server do not come back at once.</summary>
internal static class Backoff
{
    /// <summary>The pause before an attempt: zero to all of the doubled pause (full jitter).</summary>
    /// <param name="options">First and longest pause.</param>
    /// <param name="attempt">From 1.</param>
    /// <param name="random">Where the jitter comes from.</param>
    public static TimeSpan Pause(ReconnectOptions options, int attempt, Random random)
    {
        var doubled = options.InitialPause * Math.Pow(2, Math.Min(attempt - 1, 30));
        var longest = doubled < options.MaximumPause ? doubled : options.MaximumPause;
        return longest * random.NextDouble();
    }
}
