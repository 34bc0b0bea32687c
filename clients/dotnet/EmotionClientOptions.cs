namespace EmotionGrpc.Client;

/// <summary>How a client talks to its server.</summary>
public sealed record EmotionClientOptions
{
    /// <summary>Largest message in bytes, either way. Default 32 MiB, which is the server's own limit.</summary>
    public int MaximumMessageBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long a connection may take to come about. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a quiet connection is asked for life by an HTTP/2 ping. Default 20 s.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock of sessions, their heartbeats and pauses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the jitter of pauses comes from.</summary>
    public Random Random { get; init; } = Random.Shared;
}
