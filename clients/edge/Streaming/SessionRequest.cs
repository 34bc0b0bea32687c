using EmotionGrpc.Client;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Says to the server what the user asked for.</summary>
internal static class SessionRequest
{
    private const int LongestName = 64;

    // The longest that the protocol allows: where no frame may be lost, none may grow too old.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static EmotionSessionOptions Create(RunSettings settings, string sourceName, bool realtime)
    {
        var name = settings.Name ?? sourceName;
        var fusion = new FusionOptions { Policy = settings.Policy, Segments = settings.Segments };
        if (settings.Window is { } window)
            fusion.Window = Duration.FromTimeSpan(TimeSpan.FromSeconds(window));
        var server = new SessionOptions
        {
            Fusion = fusion,
            Source = name.Length > LongestName ? name[..LongestName] : name,
            Keypoints = settings.Annotate != null,
            Explain = settings.Explain,
        };
        if (!realtime)
            server.TimeToLive = Duration.FromTimeSpan(Patience);
        return new EmotionSessionOptions { Server = server };
    }
}
