using System.Net;
using EmotionGrpc.Hosting.Endpoints.Memory.Calls;
using EmotionGrpc.Hosting.Security;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Hosting.Upstreams;

/// <summary>One instance of a service.</summary>
internal sealed class Instance : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Health.HealthClient _health;
    private readonly UpstreamAddress _address;
    private volatile bool _well = true;
    private volatile bool _listed = true;

    /// <param name="address">Where the service is.</param>
    /// <param name="tls">How it is spoken to when it is https.</param>
    /// <param name="at">The address of this instance, where the service's is a name.</param>
    public Instance(UpstreamAddress address, UpstreamTls tls, IPAddress? at)
    {
        At = at;
        _address = address;
        _channel = UpstreamChannel.Open(address, tls, at);
        var network = _channel.CreateCallInvoker();
        Invoker = address.MemoryName is { } name ? new MemoryInvoker(name, network) : network;
        _health = new Health.HealthClient(network);
    }

    /// <summary>Its address, where the service's is a name.</summary>
    public IPAddress? At { get; }

    /// <summary>Calls it.</summary>
    public CallInvoker Invoker { get; }

    /// <summary>Whether it served when it was asked last; one that was not asked yet counts as well.</summary>
    public bool Well => _well;

    /// <summary>Whether DNS still has it.</summary>
    public bool Listed
    {
        get => _listed;
        set => _listed = value;
    }

    /// <summary>Asks whether it serves.</summary>
    public async Task AskAsync(CancellationToken cancellationToken) =>
        _well = await UpstreamHealth.AskAsync(_health, _address, cancellationToken) is null;

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
