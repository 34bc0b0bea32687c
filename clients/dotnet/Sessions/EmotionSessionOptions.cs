using EmotionGrpc.V1;

namespace EmotionGrpc.Client;

/// <summary>How a session shall work, at the server and here.</summary>
/// <example>
/// <code>
/// using var client = new EmotionClient("http://127.0.0.1:8080");
/// await using var session = await client.OpenSessionAsync(new EmotionSessionOptions
/// {
///     Server = new SessionOptions { Source = "door", Keypoints = true },
///     Reconnect = new ReconnectOptions { MaximumAttempts = null },
///     Adaptation = new AdaptationOptions { MaximumFramesPerSecond = 25 },
/// });
/// </code>
/// </example>
public sealed record EmotionSessionOptions
{
    /// <summary>What the server is asked for: policy, segments, window, time to live, name, keypoints, and whether to explain.</summary>
    public SessionOptions Server { get; init; } = new();

    /// <summary>What is done when the connection breaks.</summary>
    public ReconnectOptions Reconnect { get; init; } = new();

    /// <summary>By which bounds JPEG quality, size and frame rate are adapted to the link; null: they are not.</summary>
    public AdaptationOptions? Adaptation { get; init; }

    /// <summary>How often a heartbeat is sent: 1 ms to 1 h; proxies end streams that are quiet for about 100 s. Default 5 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Without any message for so long the connection counts as broken; more than the interval, at most 24 h. Default 15 s.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many answers wait for a caller that does not read them, before the server is slowed: 1 to 1000000. Default 256.</summary>
    public int AnswerBuffer { get; init; } = 256;
}
