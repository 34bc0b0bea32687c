using EmotionGrpc.Streams.Tests;
using EmotionGrpc.V1;

namespace EmotionGrpc.BodyStream.Tests;

/// <summary>One running body stream for a class of tests.</summary>
public sealed class BodyService : IAsyncLifetime
{
    private RunningService? _service;

    public BodyStreamService.BodyStreamServiceClient Client { get; private set; } = null!;

    internal RunningService Service => _service!;

    public async Task InitializeAsync()
    {
        _service = await RunningService.StartAsync("BodyStream", BodyStreamHost.Build);
        Client = new BodyStreamService.BodyStreamServiceClient(_service.Channel);
    }

    public async Task DisposeAsync() => await _service!.DisposeAsync();
}
