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
        Streams = Of(StreamRole.Main, "Fusion", o.FaceStream, o.BodyStream);
        if (Streams.Count == 0)
            throw new ConfigurationException("Fusion:FaceStream and Fusion:BodyStream are both empty; name at least one stream service.");
        Canaries = Of(StreamRole.Canary, "Fusion:Canary", o.Canary.FaceStream, o.Canary.BodyStream);
        Shadows = Of(StreamRole.Shadow, "Fusion:Shadow", o.Shadow.FaceStream, o.Shadow.BodyStream);
        foreach (var trial in Canaries.Concat(Shadows))
        {
            if (!Streams.Any(s => s.Stream == trial.Stream))
                throw new ConfigurationException($"Fusion:{trial.Role}:{trial.Stream}Stream is set and Fusion:{trial.Stream}Stream is empty; a {trial.Role.ToString().ToLowerInvariant()} needs the service beside which it is tried.");
        }

        List<StreamUpstream> Of(StreamRole role, string section, string face, string body)
        {
            var streams = new List<StreamUpstream>();
            if (face.Length > 0)
                streams.Add(new StreamUpstream(new FaceStreamService(Open($"{section}:FaceStream", face)), face, role, readiness, logger));
            if (body.Length > 0)
                streams.Add(new StreamUpstream(new BodyStreamService(Open($"{section}:BodyStream", body)), body, role, readiness, logger));
            return streams;
        }
    }

    /// <summary>The detection service.</summary>
    public DetectionService.DetectionServiceClient Detection { get; }

    /// <summary>The stream services that are configured; the first sets the order of labels.</summary>
    public IReadOnlyList<StreamUpstream> Streams { get; }

    /// <summary>Services that a share of the sessions uses in place of those in use.</summary>
    public IReadOnlyList<StreamUpstream> Canaries { get; }

    /// <summary>Services whose scores are compared with those in use.</summary>
    public IReadOnlyList<StreamUpstream> Shadows { get; }

    /// <summary>Ends when every stream service that sessions use was asked for its model once.</summary>
    public Task FirstAskedAsync() => Task.WhenAll(Streams.Concat(Canaries).Select(s => s.FirstAsked));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var stream in Streams.Concat(Canaries).Concat(Shadows))
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
