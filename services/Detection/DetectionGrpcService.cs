using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Sessions;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Detection;

/// <summary>The contract's DetectionService.</summary>
internal sealed class DetectionGrpcService(
    FrameAnalyzer analyzer, DetectionMessage messages, SessionFactory sessions, OpenSessions open, FrameTracer tracer, IOptions<DetectionOptions> options)
    : DetectionService.DetectionServiceBase
{
    // Pictures without a session share one turn at the models.
    private const string Unary = "detect";

    /// <inheritdoc/>
    public override async Task<DetectResponse> Detect(DetectRequest request, ServerCallContext context)
    {
        if (CropCheck.FindFault(request.Crops) is var (field, message))
            throw GrpcError.InvalidArgument(field, message);
        using var span = tracer.Begin("detect");
        using var below = span.Enter();
        try
        {
            using var findings = await analyzer.AnalyzeAsync(request.Image, options.Value.PersonScore, FaceSearchPlan.Everywhere, Unary, context.CancellationToken);
            span.Set("emotion.persons", findings.Persons.Count);
            return new DetectResponse { Detection = messages.Build(findings, [.. findings.Persons.Select(p => (p, 0u))], [], request.Crops) };
        }
        catch (ImageException e)
        {
            throw GrpcError.InvalidArgument(e.Fault == ImageFault.UnsupportedFormat ? "image.format" : "image.data", e.Message);
        }
        catch (BatchQueueFullException e)
        {
            throw GrpcError.ResourceExhausted(e.Message, TimeSpan.FromSeconds(1));
        }
    }

    /// <inheritdoc/>
    public override Task StreamDetect(
        IAsyncStreamReader<StreamDetectRequest> requestStream, IServerStreamWriter<StreamDetectResponse> responseStream, ServerCallContext context) =>
        open.RunAsync(stopping => sessions.Create(stopping).RunAsync(requestStream, responseStream, context.CancellationToken));
}
