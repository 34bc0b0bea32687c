using EmotionGrpc.Hosting.Upstreams;
using EmotionGrpc.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>The real service with the real models behind a real socket.</summary>
public sealed class RunningDetection : IAsyncLifetime
{
    private readonly string _socket = Path.Combine(Path.GetTempPath(), $"detection-{Guid.NewGuid():N}.sock");
    private GrpcChannel? _channel;

    public WebApplication App { get; private set; } = null!;

    public DetectionService.DetectionServiceClient Client { get; private set; } = null!;

    public Task InitializeAsync() => StartAsync([]);

    public async Task StartAsync(Dictionary<string, string?> settings)
    {
        settings["Detection:Listen"] = $"unix:{_socket}";
        App = DetectionHost.Build([], settings);
        await App.StartAsync();
        Assert.True(UpstreamAddress.TryParse($"unix:{_socket}", out var address));
        _channel = UpstreamChannel.Open(address);
        Client = new DetectionService.DetectionServiceClient(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel?.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        File.Delete(_socket);
    }
}
