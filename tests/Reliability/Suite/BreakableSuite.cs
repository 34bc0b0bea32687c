using System.Security.Cryptography;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Reliability.Suite;

/// <summary>Two instances of each service behind one gateway; every link on a frame's way is a proxy.</summary>
internal sealed class BreakableSuite : IAsyncDisposable
{
    private static readonly string[] Services = ["Detection", "FaceStream", "BodyStream"];

    private readonly List<Instance> _instances = [];
    private readonly List<Link> _links = [];

    /// <summary>All processes.</summary>
    public IReadOnlyList<Instance> Instances => _instances;

    /// <summary>All links.</summary>
    public IReadOnlyList<Link> Links => _links;

    /// <summary>From each camera to the gateway.</summary>
    public IReadOnlyList<Link> CameraLinks { get; private set; } = [];

    public static async Task<BreakableSuite> StartAsync(int cameras)
    {
        var suite = new BreakableSuite();
        try
        {
            var gateway = await suite.StartAsync();
            suite.CameraLinks = [.. Enumerable.Range(1, cameras).Select(i => suite.Add($"camera-{i} to {gateway.Name}", gateway))];
            return suite;
        }
        catch
        {
            await suite.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links)
            await link.Proxy.DisposeAsync();
        foreach (var instance in _instances)
            await instance.DisposeAsync();
    }

    private async Task<Instance> StartAsync()
    {
        var instances = new Dictionary<string, Instance[]>();
        foreach (var service in Services)
            instances[service] = [await StartAsync(service, 1), await StartAsync(service, 2)];

        var key = $"--Fusion:ResumeKeys=chaos:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
        var fusions = new Instance[2];
        for (var i = 0; i < fusions.Length; i++)
        {
            var upstreams = Services.Select(s => $"--Fusion:{s}={string.Join(',', instances[s].Select(to => Add($"Fusion-{i + 1} to {to.Name}", to).Address))}");
            fusions[i] = await StartAsync("Fusion", i + 1, [.. upstreams, key]);
        }

        var destinations = Services.Select(s => $"--Gateway:{s}={string.Join(',', instances[s].Select(to => to.Address))}");
        return await StartAsync("Gateway", 1, [.. destinations, $"--Gateway:Fusion={string.Join(',', fusions.Select(to => Add($"Gateway to {to.Name}", to).Address))}"]);
    }

    private async Task<Instance> StartAsync(string service, int number, params string[] settings)
    {
        var instance = new Instance($"{service}-{number}", service, Ports.Free(), settings);
        await instance.StartAsync();
        _instances.Add(instance);
        return instance;
    }

    private Link Add(string name, Instance to)
    {
        var link = new Link(name, new TcpProxy(to.Port));
        _links.Add(link);
        return link;
    }
}
