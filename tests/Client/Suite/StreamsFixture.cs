using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Client.Tests.Suite;

/// <summary>Detection and both streams as processes, for Fusions that come and go.</summary>
public sealed class StreamsFixture : IAsyncLifetime
{
    private static readonly string[] Services = ["Detection", "FaceStream", "BodyStream"];

    private readonly List<ServiceProcess> _processes = [];

    /// <summary>Settings that tell another service where these are.</summary>
    /// <param name="service">For instance "Fusion".</param>
    public string[] AddressesFor(string service) => [.. Services.Zip(_processes, (name, process) => $"--{service}:{name}={process.Address}")];

    public async Task InitializeAsync()
    {
        foreach (var service in Services)
            _processes.Add(await ServiceProcess.StartServiceAsync(service, Ports.Free()));
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }
}
