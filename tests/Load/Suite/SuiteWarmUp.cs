namespace EmotionGrpc.Load.Suite;

/// <summary>How a suite is warmed up.</summary>
internal static class SuiteWarmUp
{
    /// <summary>Sessions come and go as those that count do: what opens one is compiled once it has been called thirty times, and again after thirty more.</summary>
    public const int Parts = 20;

    /// <summary>A part. After the last the just-in-time compiler has done most of its work.</summary>
    public static TimeSpan Part { get; } = TimeSpan.FromSeconds(3);
}
