using EmotionGrpc.TestSupport;
using Grpc.Net.Client;

namespace EmotionGrpc.Integration.Tests;

/// <summary>The whole suite in a process of its own, reached through its gateway.</summary>
public sealed class SuiteFixture : IAsyncLifetime
{
    public ServiceProcess Process { get; private set; } = null!;

    public GrpcChannel Channel { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Process = await ServiceProcess.StartSuiteAsync();
        Channel = GrpcChannel.ForAddress(Process.Address);
    }

    public async Task DisposeAsync()
    {
        Channel.Dispose();
        await Process.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class SuiteCollection : ICollectionFixture<SuiteFixture>
{
    public const string Name = "suite";
}
