using System.Diagnostics;

namespace EmotionGrpc.Eval.Tests.EndToEnd;

/// <summary>Runs <c>emotion-eval</c> as a process of its own.</summary>
internal static class EvalProgram
{
    public static async Task<EvalRunResult> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "emotion-eval.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }
}
