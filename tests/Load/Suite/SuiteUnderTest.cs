using System.Diagnostics;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Load.Suite;

/// <summary>The suite as processes of its own, in one or in one a service, which give way to the cameras: these are other machines.</summary>
internal sealed class SuiteUnderTest : IAsyncDisposable
{
    private readonly List<(string Name, ServiceProcess Process)> _processes = [];

    private readonly ProgramSurroundings _surroundings;

    private SuiteUnderTest(int? processors) =>
        _surroundings = new ProgramSurroundings(Environment.CurrentDirectory, new Dictionary<string, string>(), Yields: true, processors);

    /// <summary>Where cameras connect.</summary>
    public string Address => _processes[^1].Process.Address;

    /// <summary>Starts it.</summary>
    /// <param name="processes">Whether each service is a process.</param>
    /// <param name="settings">Settings of all services, as on the command line.</param>
    /// <param name="processors">How many processors it may use; null: all.</param>
    public static async Task<SuiteUnderTest> StartAsync(bool processes, string[] settings, int? processors = null)
    {
        var suite = new SuiteUnderTest(processors);
        try
        {
            if (processes)
                await suite.StartServicesAsync(settings);
            else
                suite._processes.Add(("suite", await ServiceProcess.StartSuiteAsync(suite._surroundings, settings)));
            return suite;
        }
        catch
        {
            await suite.DisposeAsync();
            throw;
        }
    }

    /// <summary>What every process has used so far.</summary>
    public async Task<SuiteReading> ReadAsync()
    {
        var readings = new List<ServiceReading>();
        foreach (var (name, process) in _processes)
            readings.Add(new ServiceReading(name, ProcessReading.Of(process.Id).Mebibytes, await MetricsPage.ReadAsync(process.Address)));
        return new SuiteReading(readings, Stopwatch.GetTimestamp());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in _processes)
            await process.DisposeAsync();
    }

    // As `./emotion up --processes` does.
    private async Task StartServicesAsync(string[] settings)
    {
        string[] inner = ["Detection", "FaceStream", "BodyStream"];
        var sockets = inner.Append("Fusion").ToDictionary(s => s, UnixSockets.Free);
        foreach (var service in inner)
            await AddAsync(service, $"--{service}:Socket={sockets[service]}");
        await AddAsync("Fusion", [$"--Fusion:Socket={sockets["Fusion"]}", .. inner.Select(s => $"--Fusion:{s}=unix:{sockets[s]}")]);
        await AddAsync("Gateway", [.. sockets.Select(s => $"--Gateway:{s.Key}=unix:{s.Value}")]);

        async Task AddAsync(string service, params string[] own) =>
            _processes.Add((service, await ServiceProcess.StartServiceAsync(service, Ports.Free(), _surroundings, [.. own, .. settings])));
    }
}
