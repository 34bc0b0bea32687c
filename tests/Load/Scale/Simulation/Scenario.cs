namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>What is simulated.</summary>
internal sealed record Scenario
{
    public required int Cameras { get; init; }

    /// <summary>Of each camera.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>In each picture.</summary>
    public int People { get; init; } = 1;

    /// <summary>Of each node.</summary>
    public int Processors { get; init; } = 2;

    /// <summary>Each is a whole suite; cameras are spread evenly.</summary>
    public int Nodes { get; init; } = 1;

    public int Cadence { get; init; } = 1;

    /// <summary>Seconds for which cameras send.</summary>
    public double Seconds { get; init; } = 60;

    public ulong Seed { get; init; } = 1;

    /// <summary>Of a picture.</summary>
    public double Bytes { get; init; } = 28 * 1024;

    /// <summary>Of each camera's own link; 0: without bound.</summary>
    public double LinkMegabits { get; init; }

    /// <summary>One way.</summary>
    public double LinkMilliseconds { get; init; }

    /// <summary>Cameras take turns in even steps, as those of the benchmark do, instead of beginning at random with uneven steps.</summary>
    public bool Even { get; init; }

    /// <summary>How far a frame may come from its time, in intervals.</summary>
    public double Jitter => Even ? 0 : 0.1;

    public double TimeToLiveSeconds { get; init; } = 2;

    /// <summary>Frames of a camera that are sent and not answered.</summary>
    public int Credits { get; init; } = 4;

    /// <summary>Frames that admission lets to detection at a time; 0: as the suite learns it.</summary>
    public int Limit { get; init; }

    public required ServiceTimes Times { get; init; }
}
