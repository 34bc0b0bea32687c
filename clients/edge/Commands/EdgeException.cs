namespace EmotionGrpc.Edge.Commands;

/// <summary>Ends the program with one sentence that says what is wrong and what is allowed.</summary>
internal sealed class EdgeException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="Commands.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
