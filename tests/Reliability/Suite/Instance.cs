using System.Diagnostics;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Reliability.Suite;

/// <summary>One process of a service, at a port that it keeps through its lives.</summary>
internal sealed class Instance(string name, string service, int port, string[] settings) : IAsyncDisposable
{
    private ServiceProcess? _process;

    /// <summary>For instance fusion-2.</summary>
    public string Name => name;

    public int Port => port;

    public string Address => $"http://127.0.0.1:{port}";

    /// <summary>Whether it serves.</summary>
    public bool IsUp => _process != null;

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync() => _process = await ServiceProcess.StartServiceAsync(service, port, settings);

    /// <summary>Kills it, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        await process.DisposeAsync();
    }

    /// <summary>Tells it to stop (SIGTERM) and waits until it has.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> TerminateAsync()
    {
        if (_process is not { } process)
            return TimeSpan.Zero;
        var start = Stopwatch.GetTimestamp();
        _process = null;
        await using (process)
            await process.TerminateAsync();
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
