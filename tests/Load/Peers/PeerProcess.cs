using System.Diagnostics;
using System.Globalization;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Load.Peers;

/// <summary>One Node process of a peer, which gives way to the cameras as the suite does.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private const string Listening = "listening";

    private static readonly string[] s_nice = ["-n", "10"];
    private static readonly TimeSpan s_readyWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private PeerProcess(Process process, int port) => (_process, Address) = (process, $"http://127.0.0.1:{port}");

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>Processor time since its start, of all its threads.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="peer">plain or human.</param>
    /// <param name="precision">What the suite's models compute in; human has models of its own.</param>
    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public static async Task<PeerProcess> StartAsync(string peer, string precision)
    {
        var port = Ports.Free();
        var start = new ProcessStartInfo("nice", [.. s_nice, "node", "main.js", peer, port.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "tests", "Benchmarks", "peers"),
            // It ends when this end of its input is closed.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The suite's name for it.
            Environment = { ["Models__Precision"] = precision },
        };
        var process = new PeerProcess(Process.Start(start)!, port);
        try
        {
            await process.WaitAsync(peer);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitAsync(string peer)
    {
        var errors = new List<string>();
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (errors)
                errors.Add(e.Data ?? "");
        };
        _process.BeginErrorReadLine();
        var ready = new TaskCompletionSource<bool>();
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is null or Listening)
                ready.TrySetResult(e.Data != null);
        };
        _process.BeginOutputReadLine();
        using var patience = new CancellationTokenSource(s_readyWithin);
        using var given = patience.Token.Register(() => ready.TrySetResult(false));
        if (await ready.Task)
            return;
        lock (errors)
            throw new InvalidOperationException($"The peer '{peer}' did not start: {string.Join('\n', errors).Trim()}");
    }
}
