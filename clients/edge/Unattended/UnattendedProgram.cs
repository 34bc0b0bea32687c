using System.Globalization;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Streaming;
using Microsoft.Extensions.Hosting.Systemd;

namespace EmotionGrpc.Edge.Unattended;

/// <summary>Streams several cameras until it is told to stop, and tells systemd that it lives, where that wants to know.</summary>
internal static class UnattendedProgram
{
    public static async Task<int> RunAsync(UnattendedOptions options, CancellationToken stopping)
    {
        var time = TimeProvider.System;
        if (options.Record is { } folder)
            CheckFolder(folder);
        using var client = SuiteAddress.Connect(new RunSettings
        {
            Source = "",
            Server = options.Server,
            CertificateAuthority = options.CertificateAuthority,
            Certificate = options.Certificate,
            CertificateKey = options.CertificateKey,
        });
        var events = new EventLines(Console.Out, time);
        var loops = options.Cameras.Select(camera => new CameraLoop(options, camera, client, events, time)).ToArray();
        var systemd = new SystemdNotifier();
        events.Tell(null, "started", null, new { options.Server, Cameras = options.Cameras.Select(c => c.Name) });
        systemd.Notify(ServiceState.Ready);
        using var watchdog = Watch(systemd, loops, events, time);
        await Task.WhenAll(loops.Select(loop => Task.Run(() => loop.RunAsync(stopping), CancellationToken.None)));
        systemd.Notify(ServiceState.Stopping);
        events.Tell(null, "stopped");
        return ExitCode.Ok;
    }

    /// <summary>While every camera lives, systemd is told so; when one hangs in a driver it is not, and starts the program anew.</summary>
    private static ITimer? Watch(SystemdNotifier systemd, IReadOnlyList<CameraLoop> loops, EventLines events, TimeProvider time)
    {
        if (!systemd.IsEnabled || !long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds))
            return null;
        var interval = TimeSpan.FromMicroseconds(microseconds / 2.0);
        return time.CreateTimer(
            _ =>
            {
                if (loops.All(l => l.IsAlive))
                    systemd.Notify(new ServiceState("WATCHDOG=1"));
                else
                    events.Tell(null, "hanging", "A camera's driver does not return; the watchdog will start this program anew.");
            },
            null,
            interval,
            interval);
    }

    private static void CheckFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(Path.Combine(folder, $".write-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(ExitCode.WrongUsage, $"Record is '{folder}', where nothing can be written: {e.Message}", e);
        }
    }
}
