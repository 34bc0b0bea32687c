using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Upstreams;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>The services behind Fusion.</summary>
internal sealed class UpstreamSet : IAsyncDisposable
{
    private readonly List<Instances> _services = [];
    private readonly UpstreamTls _tls;

    public UpstreamSet(IOptions<FusionServiceOptions> options, UpstreamTls tls, Readiness readiness, ILogger<UpstreamSet> logger)
    {
        _tls = tls;
        var o = options.Value;
        Detection = new DetectionService.DetectionServiceClient(Open("Fusion:Detection", o.Detection));
        var streams = new List<StreamUpstream>();
        if (o.FaceStream.Length > 0)
            streams.Add(new StreamUpstream(new FaceStreamService(Open("Fusion:FaceStream", o.FaceStream)), o.FaceStream, readiness, logger));
        if (o.BodyStream.Length > 0)
            streams.Add(new StreamUpstream(new BodyStreamService(Open("Fusion:BodyStream", o.BodyStream)), o.BodyStream, readiness, logger));
        if (streams.Count == 0)
            throw new ConfigurationException("Fusion:FaceStream and Fusion:BodyStream are both empty; name at least one stream service.");
        Streams = streams;
    }

    /// <summary>The detection service.</summary>
    public DetectionService.DetectionServiceClient Detection { get; }

    /// <summary>The stream services that are configured; the first sets the order of labels.</summary>
    public IReadOnlyList<StreamUpstream> Streams { get; }

    /// <summary>Ends when every stream service was asked for its model once.</summary>
    public Task FirstAskedAsync() => Task.WhenAll(Streams.Select(s => s.FirstAsked));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var stream in Streams)
            await stream.DisposeAsync();
        foreach (var service in _services)
            await service.DisposeAsync();
    }

    private Instances Open(string key, string text)
    {
        var service = new Instances(UpstreamAddresses.Read(key, text), _tls);
        _services.Add(service);
        return service;
    }
}
