using EmotionGrpc.TestSupport;
using Grpc.Net.Client;

namespace EmotionGrpc.Integration.Tests;

/// <summary>Several instances of Fusion before one of each service.</summary>
public sealed class ResumeFixture : IAsyncLifetime
{
    public const string OldKey = "2026-01:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    public const string NewKey = "2026-02:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";

    private readonly List<IDisposable> _channels = [];
    private ServiceProcess? _rotated;

    internal SplitSuite Suite { get; private set; } = null!;

    /// <summary>Knows the old key only.</summary>
    public GrpcChannel Old { get; private set; } = null!;

    /// <summary>Seals by the new key and opens by both.</summary>
    public GrpcChannel Rotated { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Suite = await SplitSuite.StartAsync(settings: Settings(OldKey));
        Old = Open(Suite.Fusion);
        _rotated = await StartAsync($"{NewKey},{OldKey}");
        Rotated = Open(_rotated);
    }

    public async Task DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();
        if (_rotated != null)
            await _rotated.DisposeAsync();
        await Suite.DisposeAsync();
    }

    /// <summary>Starts one more instance; the caller disposes it.</summary>
    public Task<ServiceProcess> StartAsync(string keys, params string[] settings) => Suite.StartFusionAsync([.. Settings(keys), .. settings]);

    /// <summary>A channel that lives as long as the fixture.</summary>
    public GrpcChannel Open(ServiceProcess process)
    {
        var channel = GrpcChannel.ForAddress(process.Address);
        _channels.Add(channel);
        return channel;
    }

    private static string[] Settings(string keys) => [$"--Fusion:ResumeKeys={keys}", "--Fusion:ResumeSeconds=0.5", .. Patience.Settings];
}
