namespace EmotionGrpc.Reliability.Faults;

/// <summary>How things are broken.</summary>
internal enum FaultKind
{
    /// <summary>A process is killed (-9) and started again.</summary>
    Kill,

    /// <summary>A process is told to stop (SIGTERM), drains, and is started again.</summary>
    Restart,

    /// <summary>A link's connections are reset.</summary>
    Cut,

    /// <summary>Nothing passes a link, and nobody is told.</summary>
    Stall,

    /// <summary>A link takes long.</summary>
    Delay,

    /// <summary>A link takes little.</summary>
    Throttle,
}
