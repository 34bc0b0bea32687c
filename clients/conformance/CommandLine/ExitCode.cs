namespace EmotionGrpc.Conformance.CommandLine;

/// <summary>What the process tells its caller.</summary>
internal enum ExitCode
{
    /// <summary>Every check passed.</summary>
    Passed = 0,

    /// <summary>At least one check failed.</summary>
    Failed = 1,

    /// <summary>Wrong usage.</summary>
    Usage = 2,

    /// <summary>The target does not answer, or does not serve that service.</summary>
    NoTarget = 4,
}
