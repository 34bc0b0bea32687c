namespace EmotionGrpc.Load.Peers;

/// <summary>The pace at which answers are compared.</summary>
internal static class Pace
{
    /// <summary>Capture time from one picture to the next.</summary>
    public static TimeSpan Between { get; } = TimeSpan.FromMilliseconds(100);
}
