namespace EmotionGrpc.Eval.CommandLine;

/// <summary>Ends the evaluation; the message is one sentence that says what is wrong and what is allowed.</summary>
internal sealed class EvalException(ExitCode exitCode, string message) : Exception(message)
{
    /// <summary>What the process ends with.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}
