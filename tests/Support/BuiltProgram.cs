using System.Diagnostics;

namespace EmotionGrpc.TestSupport;

/// <summary>Programs that were built beside these tests, run as a user runs them.</summary>
public static class BuiltProgram
{
    private static readonly string[] Nice = ["nice", "-n", "10"];
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Starts a program; both its outputs are redirected.</summary>
    /// <param name="folder">Its project's folder, for instance "services/Fusion".</param>
    /// <param name="assembly">Its assembly, for instance "EmotionGrpc.Fusion".</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(string folder, string assembly, params string[] arguments) => Start(folder, assembly, null, arguments);

    /// <summary>Starts a program; both its outputs are redirected.</summary>
    /// <param name="folder">Its project's folder, for instance "services/Fusion".</param>
    /// <param name="assembly">Its assembly, for instance "EmotionGrpc.Fusion".</param>
    /// <param name="surroundings">Where it runs; null: where the tests run.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(string folder, string assembly, ProgramSurroundings? surroundings, params string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] line = [.. Pin(surroundings?.Processors), .. surroundings is { Yields: true } ? Nice : [], host, Repository.Program(folder, assembly), .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (surroundings != null)
        {
            start.WorkingDirectory = surroundings.WorkingDirectory;
            foreach (var (name, value) in surroundings.Environment)
                start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string[] Pin(int? processors) => processors is { } count ? ["taskset", "--cpu-list", FormattableString.Invariant($"0-{count - 1}")] : [];

    /// <summary>Runs a program to its end.</summary>
    /// <inheritdoc cref="Start"/>
    /// <returns>Its exit code and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, string assembly, params string[] arguments)
    {
        using var process = Start(folder, assembly, arguments);
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, (await output).Trim(), (await error).Trim());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
