using EmotionGrpc.Streams.Tests;
using EmotionGrpc.V1;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>One running face stream for a class of tests.</summary>
public sealed class FaceService : IAsyncLifetime
{
    private RunningService? _service;

    public FaceStreamService.FaceStreamServiceClient Client { get; private set; } = null!;

    internal RunningService Service => _service!;

    public async Task InitializeAsync()
    {
        _service = await RunningService.StartAsync("FaceStream", FaceStreamHost.Build);
        Client = new FaceStreamService.FaceStreamServiceClient(_service.Channel);
    }

    public async Task DisposeAsync() => await _service!.DisposeAsync();
}
