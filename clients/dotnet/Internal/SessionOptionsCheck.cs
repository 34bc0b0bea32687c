using System.Globalization;

namespace EmotionGrpc.Client.Internal;

/// <summary>Says in a sentence each what is wrong with a session's options.</summary>
internal static class SessionOptionsCheck
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static IEnumerable<string> Faults(EmotionSessionOptions options)
    {
        var reconnect = options.Reconnect;
        return new[]
        {
            Between(nameof(options.HeartbeatInterval), options.HeartbeatInterval, Millisecond, Hour, "1 ms to 1 h"),
            Between(nameof(options.HeartbeatTimeout), options.HeartbeatTimeout, options.HeartbeatInterval + Millisecond, Day, $"more than HeartbeatInterval ({options.HeartbeatInterval}), at most 24 h"),
            Between(nameof(options.AnswerBuffer), options.AnswerBuffer, 1, 1_000_000, "1 to 1000000"),
            Between("Reconnect.MaximumAttempts", reconnect.MaximumAttempts ?? 0, 0, int.MaxValue, "0 and more, or null for ever"),
            Between("Reconnect.InitialPause", reconnect.InitialPause, Millisecond, Hour, "1 ms to 1 h"),
            Between("Reconnect.MaximumPause", reconnect.MaximumPause, reconnect.InitialPause, Hour, $"InitialPause ({reconnect.InitialPause}) to 1 h"),
            Between("Reconnect.OpenTimeout", reconnect.OpenTimeout, Millisecond, TimeSpan.FromMinutes(10), "1 ms to 10 min"),
            Between("Reconnect.HealthyAfter", reconnect.HealthyAfter, TimeSpan.Zero, Hour, "0 to 1 h"),
            Between("Reconnect.MaximumKeptFrames", reconnect.MaximumKeptFrames, 1, 10_000, "1 to 10000"),
            Between("Reconnect.MaximumKeptBytes", reconnect.MaximumKeptBytes, 1, 4L * 1024 * 1024 * 1024, "1 to 4294967296"),
            Between("Reconnect.MaximumResends", reconnect.MaximumResends, 0, 100, "0 to 100"),
        }.Concat(options.Adaptation is { } adaptation ? Faults(adaptation) : []).OfType<string>();
    }

    private static IEnumerable<string?> Faults(AdaptationOptions options) =>
    [
        Between("Adaptation.MaximumQuality", options.MaximumQuality, 1, 100, "1 to 100"),
        Between("Adaptation.MinimumQuality", options.MinimumQuality, 1, options.MaximumQuality, $"1 to MaximumQuality ({options.MaximumQuality})"),
        Between("Adaptation.MinimumScale", options.MinimumScale, 0.125, 1, "0.125 to 1"),
        Between("Adaptation.MaximumFramesPerSecond", options.MaximumFramesPerSecond, 0.1, 1000, "0.1 to 1000"),
        Between("Adaptation.MinimumFramesPerSecond", options.MinimumFramesPerSecond, 0.1, options.MaximumFramesPerSecond, "0.1 to MaximumFramesPerSecond"),
        Between("Adaptation.TargetAge", options.TargetAge, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), "10 ms to 1 min"),
        Between("Adaptation.Interval", options.Interval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), "10 ms to 1 min"),
        Between("Adaptation.Decrease", options.Decrease, 0.1, 0.95, "0.1 to 0.95"),
        Between("Adaptation.Increase", options.Increase, 0.01, 1, "0.01 to 1"),
    ];

    private static string? Between<T>(string name, T value, T least, T most, string allowed)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; allowed is {allowed}.") : null;
}
