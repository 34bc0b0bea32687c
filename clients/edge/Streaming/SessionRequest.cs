using EmotionGrpc.Client;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Sources;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Says to the server what the user asked for.</summary>
internal static class SessionRequest
{
    private const int LongestName = 64;
    private const double LowestRate = 0.1;
    private const double HighestRate = 240;

    // The longest that the protocol allows: where no frame may be lost, none may grow too old.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static EmotionSessionOptions Create(RunSettings settings, IFrameSource source, bool realtime)
    {
        var name = settings.Name ?? source.Name;
        var fusion = new FusionOptions { Policy = settings.Policy, Segments = settings.Segments };
        if (settings.Window is { } window)
            fusion.Window = Duration.FromTimeSpan(TimeSpan.FromSeconds(window));
        var server = new SessionOptions
        {
            Fusion = fusion,
            Source = name.Length > LongestName ? name[..LongestName] : name,
            Keypoints = settings.Annotate != null,
            Explain = settings.Explain,
            NewestOnly = realtime,
            Cadence = settings.Cadence,
        };
        if (!realtime)
            server.TimeToLive = Duration.FromTimeSpan(Patience);
        return new EmotionSessionOptions
        {
            Server = server,
            // A camera that gives up is of no use to anybody.
            Reconnect = new ReconnectOptions { MaximumAttempts = source.IsLive ? null : new ReconnectOptions().MaximumAttempts },
            Adaptation = realtime && !settings.Fixed ? Bounds(settings, source) : null,
        };
    }

    private static AdaptationOptions Bounds(RunSettings settings, IFrameSource source)
    {
        var bounds = new AdaptationOptions();
        var rate = Math.Min(settings.FramesPerSecond ?? HighestRate, Math.Clamp(source.FramesPerSecond, LowestRate, HighestRate));
        return bounds with
        {
            MaximumQuality = settings.Quality,
            MinimumQuality = Math.Min(bounds.MinimumQuality, settings.Quality),
            MaximumFramesPerSecond = rate,
            MinimumFramesPerSecond = Math.Min(bounds.MinimumFramesPerSecond, rate),
        };
    }
}
