using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Upstreams;
using EmotionGrpc.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>The services behind Fusion.</summary>
internal sealed class UpstreamSet : IAsyncDisposable
{
    private readonly List<GrpcChannel> _channels = [];
    private readonly UpstreamTls _tls;

    public UpstreamSet(IOptions<FusionServiceOptions> options, UpstreamTls tls, Readiness readiness, ILogger<UpstreamSet> logger)
    {
        _tls = tls;
        var o = options.Value;
        Detection = new DetectionService.DetectionServiceClient(Open("Fusion:Detection", o.Detection));
        var streams = new List<StreamUpstream>();
        if (o.FaceStream.Length > 0)
            streams.Add(new StreamUpstream(new FaceStreamService(Open("Fusion:FaceStream", o.FaceStream).CreateCallInvoker()), o.FaceStream, readiness, logger));
        if (o.BodyStream.Length > 0)
            streams.Add(new StreamUpstream(new BodyStreamService(Open("Fusion:BodyStream", o.BodyStream).CreateCallInvoker()), o.BodyStream, readiness, logger));
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
        foreach (var channel in _channels)
            channel.Dispose();
    }

    private GrpcChannel Open(string key, string text)
    {
        if (!UpstreamAddress.TryParse(text, out var address))
            throw new ConfigurationException($"{key} is '{text}', which is not an address; {UpstreamAddress.Allowed}.");
        var channel = UpstreamChannel.Open(address, _tls);
        _channels.Add(channel);
        return channel;
    }
}
