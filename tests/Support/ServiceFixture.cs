using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.TestSupport;

/// <summary>One running service for a class of tests.</summary>
/// <param name="name">Its name, for instance "FaceStream".</param>
/// <param name="build">What builds it, for instance FaceStreamHost.Build.</param>
/// <param name="connect">Makes its client.</param>
public abstract class ServiceFixture<TClient>(
    string name,
    Func<string[], IReadOnlyDictionary<string, string?>?, WebApplication> build,
    Func<ChannelBase, TClient> connect) : IAsyncLifetime
    where TClient : ClientBase
{
    /// <summary>The service.</summary>
    public RunningService Service { get; private set; } = null!;

    /// <summary>A client of it.</summary>
    public TClient Client { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Service = await RunningService.StartAsync(name, build);
        Client = connect(Service.Channel);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Service.DisposeAsync();
}
