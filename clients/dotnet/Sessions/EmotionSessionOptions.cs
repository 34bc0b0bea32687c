using EmotionGrpc.V1;

namespace EmotionGrpc.Client;

/// <summary>How a session shall work, at the server and here.</summary>
public sealed record EmotionSessionOptions
{
    /// <summary>What the server is asked for: policy, segments, window, time to live, name, keypoints, and whether to explain.</summary>
    public SessionOptions Server { get; init; } = new();

    /// <summary>What is done when the connection breaks.</summary>
    public ReconnectOptions Reconnect { get; init; } = new();

    /// <summary>How often a heartbeat is sent; proxies end streams that are quiet for about 100 s. Default 15 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Without any message for so long the connection counts as broken. Default 45 s; must be above the interval.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How many answers wait for a caller that does not read them, before the server is slowed. Default 256.</summary>
    public int AnswerBuffer { get; init; } = 256;
}
