namespace EmotionGrpc.Client;

/// <summary>
/// Bounds of what a session proposes as encoding. It adapts as TCP does (additive increase, multiplicative decrease): results that are too old make
/// pictures coarser where the link is slow, and rarer where the server is; fresh ones win it back step by step.
/// </summary>
public sealed record AdaptationOptions
{
    /// <summary>Least JPEG quality, 1 to 100. Default 50.</summary>
    public int MinimumQuality { get; init; } = 50;

    /// <summary>Best JPEG quality, the one at the start, 1 to 100. Default 90.</summary>
    public int MaximumQuality { get; init; } = 90;

    /// <summary>
    /// Smallest scale of width and height, 0.125 to 1; quality falls before the size does. Default 1, the size stays: the services follow persons
    /// by their place in pixels, so with another size their tracks begin anew.
    /// </summary>
    public double MinimumScale { get; init; } = 1;

    /// <summary>Lowest frame rate in frames per second, 0.1 and more. Default 2.</summary>
    public double MinimumFramesPerSecond { get; init; } = 2;

    /// <summary>Highest frame rate, the one at the start, in frames per second, at most 1000. Default 30.</summary>
    public double MaximumFramesPerSecond { get; init; } = 30;

    /// <summary>Results older than this are too old; younger than half of it, there is room for more. 10 ms to 1 min. Default 400 ms.</summary>
    public TimeSpan TargetAge { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How often the proposal may change: 10 ms to 1 min. Default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the share of the possible is multiplied by when results are too old: 0.1 to 0.95. Default 0.7.</summary>
    public double Decrease { get; init; } = 0.7;

    /// <summary>What is added to the share of the possible when there is room: 0.01 to 1. Default 0.1.</summary>
    public double Increase { get; init; } = 0.1;
}
