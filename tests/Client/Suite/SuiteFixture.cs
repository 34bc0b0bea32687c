using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Client.Tests.Suite;

/// <summary>The whole suite in a process of its own.</summary>
public sealed class SuiteFixture : IAsyncLifetime
{
    public ServiceProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await ServiceProcess.StartSuiteAsync();

    public async Task DisposeAsync() => await Process.DisposeAsync();
}
