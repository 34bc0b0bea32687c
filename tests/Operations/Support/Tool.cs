using System.Diagnostics;

namespace EmotionGrpc.Operations.Tests.Support;

/// <summary>Programs of Debian's package prometheus, which `./emotion test` installs.</summary>
internal static class Tool
{
    /// <summary>Runs promtool.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> PromtoolAsync(params string[] arguments)
    {
        using var process = Start("promtool", arguments);
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    /// <summary>Starts a program; both its outputs are redirected.</summary>
    public static Process Start(string name, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
