using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Client.Tests.Suite;

/// <summary>The whole suite in a process of its own.</summary>
public sealed class SuiteFixture : IAsyncLifetime
{
    public ServiceProcess Process { get; private set; } = null!;

    // A busy machine makes frames late, not wrong.
    public async Task InitializeAsync() => Process = await ServiceProcess.StartSuiteAsync("--Fusion:DetectionTimeoutMilliseconds=60000", "--Fusion:StreamTimeoutMilliseconds=60000");

    public async Task DisposeAsync() => await Process.DisposeAsync();
}
