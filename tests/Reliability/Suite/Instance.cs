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

    public async ValueTask DisposeAsync() => await KillAsync();
}
