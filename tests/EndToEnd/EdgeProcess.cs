using System.Diagnostics;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.EndToEnd.Tests;

/// <summary>The edge client as a user runs it.</summary>
internal static class EdgeProcess
{
    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program("clients/edge", "emotion-edge"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
