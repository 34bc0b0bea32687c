using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EmotionGrpc.Hosting.Endpoints.Memory.Requests;

/// <summary>
/// A received request as the service sees it that it is handed over to: connection and response are the same, while services, endpoint and items are its own.
/// </summary>
internal sealed class HandedOverFeatures : IAsyncDisposable
{
    // A picture of a camera in one piece.
    private const int Piece = 32 * 1024;

    private readonly Body _body;

    public HandedOverFeatures(HttpContext received, IHeaderDictionary headers, IServiceProvider services)
    {
        All = new FeatureCollection(received.Features);
        var request = received.Request;
        // Nothing is rented while a quiet session waits.
        _body = new Body(PipeReader.Create(request.Body, new StreamPipeReaderOptions(bufferSize: Piece, leaveOpen: true, useZeroByteReads: true)));
        All.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            // A gRPC service takes no other; a browser's gRPC-Web may have come over HTTP/1.1.
            Protocol = HttpProtocol.Http2,
            Scheme = request.Scheme,
            Method = request.Method,
            PathBase = request.PathBase.Value ?? "",
            Path = request.Path.Value ?? "",
            QueryString = request.QueryString.Value ?? "",
            RawTarget = request.Path.Value ?? "",
            Headers = headers,
            Body = request.Body,
        });
        All.Set<IRequestBodyPipeFeature>(_body);
        All.Set<IServiceProvidersFeature>(new Services { RequestServices = services });
        All.Set<IItemsFeature>(new ItemsFeature());
        All.Set<IEndpointFeature>(new Place());
        All.Set<IRouteValuesFeature>(new RouteValuesFeature());
    }

    public FeatureCollection All { get; }

    public ValueTask DisposeAsync() => _body.Reader.CompleteAsync();

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;

    private sealed class Services : IServiceProvidersFeature
    {
        public required IServiceProvider RequestServices { get; set; }
    }

    private sealed class Place : IEndpointFeature
    {
        public Endpoint? Endpoint { get; set; }
    }
}
