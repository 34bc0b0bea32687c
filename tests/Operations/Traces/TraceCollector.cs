using EmotionGrpc.Operations.Tests.Traces.Otlp;
using EmotionGrpc.TestSupport;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.Operations.Tests.Traces;

/// <summary>Takes spans in, as an OTLP collector does.</summary>
internal sealed class TraceCollector : TraceService.TraceServiceBase, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<CollectedSpan> _spans = [];
    private readonly MemoryStream _bytes = new();
    private WebApplication _server = null!;

    /// <summary>What came until now.</summary>
    public IReadOnlyList<CollectedSpan> Spans
    {
        get
        {
            lock (_lock)
                return [.. _spans];
        }
    }

    /// <summary>All messages as they came, also what the tests' own protocol does not name.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_lock)
                return _bytes.ToArray();
        }
    }

    public string Address { get; private set; } = "";

    public static async Task<TraceCollector> StartAsync()
    {
        var collector = new TraceCollector();
        var port = Ports.Free();
        collector._server = await KestrelServer.StartAsync(collector, port);
        collector.Address = $"http://127.0.0.1:{port}";
        return collector;
    }

    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            request.WriteTo(_bytes);
            foreach (var resource in request.ResourceSpans)
            {
                var service = resource.Resource.Attributes.Single(a => a.Key == "service.name").Value.StringValue;
                _spans.AddRange(resource.ScopeSpans.SelectMany(s => s.Spans).Select(s => new CollectedSpan(service, s)));
            }
        }

        return Task.FromResult(new ExportTraceServiceResponse());
    }

    public async ValueTask DisposeAsync() => await KestrelServer.EndAsync(_server);
}
