namespace EmotionGrpc.Eval.CommandLine;

/// <summary>What the process tells its caller.</summary>
internal enum ExitCode
{
    /// <summary>The evaluation ran to its end.</summary>
    Ok = 0,

    /// <summary>The suite refused or failed.</summary>
    Failed = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>The data cannot be read.</summary>
    Data = 3,

    /// <summary>The suite does not answer.</summary>
    Unreachable = 4,
}
