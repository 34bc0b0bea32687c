
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.TestSupport;

/// <summary>A server on a port of its own that a test can kill and start again.</summary>
public sealed class FailingServer : IAsyncDisposable
{
    private readonly int _port = Ports.Free();
    private WebApplication? _app;

    public FailingServer(ScriptedRecognition recognition) => Recognition = recognition;

    public ScriptedRecognition Recognition { get; }

    public string Address => $"http://127.0.0.1:{_port}";

    public async Task<FailingServer> StartAsync()
    {
        Recognition.Dead = false;
        _app = await KestrelServer.StartAsync(Recognition, _port);
        return this;
    }

    /// <summary>Breaks all connections without a word.</summary>
    public async Task KillAsync()
    {
        if (_app == null)
            return;
        Recognition.Dead = true;
        await Recognition.BreakAsync();
        await KestrelServer.EndAsync(_app);
        _app = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
