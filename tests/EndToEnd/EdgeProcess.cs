using EmotionGrpc.TestSupport;

namespace EmotionGrpc.EndToEnd.Tests;

/// <summary>The edge client as a user runs it.</summary>
internal static class EdgeProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await BuiltProgram.RunAsync("clients/edge", "emotion-edge", arguments);
        return (exitCode, output + error);
    }
}
