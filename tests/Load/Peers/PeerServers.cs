namespace EmotionGrpc.Load.Peers;

/// <summary>A peer as it would be served: a process a processor, and each camera stays with one of them.</summary>
internal sealed class PeerServers : IAsyncDisposable
{
    private readonly List<PeerProcess> _processes = [];

    private PeerServers()
    {
    }

    /// <summary>Processor time since the start, of all processes.</summary>
    public double ProcessorSeconds => _processes.Sum(p => p.ProcessorSeconds);

    /// <summary>Starts it.</summary>
    /// <inheritdoc cref="PeerProcess.StartAsync"/>
    public static async Task<PeerServers> StartAsync(string peer, string precision)
    {
        var service = new PeerServers();
        try
        {
            for (var i = 0; i < Environment.ProcessorCount; i++)
                service._processes.Add(await PeerProcess.StartAsync(peer, precision));
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where a camera's frames go.</summary>
    public string AddressOf(int camera) => _processes[camera % _processes.Count].Address;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }
}
