using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Client.Tests.Suite;

/// <summary>Two instances of Fusion behind a gateway.</summary>
internal sealed class TwoFusions : IAsyncDisposable
{
    // A busy machine makes frames late, not wrong.
    private static readonly string[] Patient = ["--Fusion:DetectionTimeoutMilliseconds=60000", "--Fusion:StreamTimeoutMilliseconds=60000"];

    private readonly List<ServiceProcess> _fusions = [];

    private ServiceProcess? _gateway;

    public string Address => _gateway!.Address;

    /// <param name="streams">What they need.</param>
    /// <param name="resumeKeys">The key ring of each.</param>
    public static async Task<TwoFusions> StartAsync(StreamsFixture streams, params string[] resumeKeys)
    {
        var two = new TwoFusions();
        foreach (var keys in resumeKeys)
            two._fusions.Add(await ServiceProcess.StartServiceAsync("Fusion", Ports.Free(), [.. streams.AddressesFor("Fusion"), $"--Fusion:ResumeKeys={keys}", .. Patient]));
        var addresses = string.Join(',', two._fusions.Select(f => f.Address));
        two._gateway = await ServiceProcess.StartServiceAsync("Gateway", Ports.Free(), [.. streams.AddressesFor("Gateway"), $"--Gateway:Fusion={addresses}"]);
        return two;
    }

    /// <summary>The one that has a session.</summary>
    public async Task<ServiceProcess> HolderAsync(string sessionId)
    {
        foreach (var fusion in _fusions)
        {
            using var client = new EmotionClient(fusion.Address);
            if ((await client.ListSessionsAsync()).Any(s => s.SessionId == sessionId))
                return fusion;
        }

        throw new InvalidOperationException($"No Fusion has session {sessionId}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is { } gateway)
            await gateway.DisposeAsync();
        foreach (var fusion in _fusions)
            await fusion.DisposeAsync();
    }
}
