using System.Diagnostics;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>Runs the service as its own process until it ends by itself.</summary>
internal static class ServiceProcess
{
    public static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        var socket = $"unix:{Path.Combine(Path.GetTempPath(), $"detection-{Guid.NewGuid():N}.sock")}";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "EmotionGrpc.Detection.dll"), $"--Detection:Listen={socket}", .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            _ = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, (await error).Trim());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
