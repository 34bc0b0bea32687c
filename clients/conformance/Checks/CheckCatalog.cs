using EmotionGrpc.Conformance.Detection;
using EmotionGrpc.Conformance.Fusion;
using EmotionGrpc.Conformance.Health;
using EmotionGrpc.Conformance.Streams;
using EmotionGrpc.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Conformance.Checks;

/// <summary>The checks of each service.</summary>
internal static class CheckCatalog
{
    /// <summary>The services, by the names of the command line.</summary>
    public static IReadOnlyList<string> Services { get; } = ["face-stream", "body-stream", "detection", "fusion"];

    /// <summary>Connects to a target.</summary>
    /// <returns>The checks, made for what it says of itself.</returns>
    /// <exception cref="Grpc.Core.RpcException">It does not answer, or does not serve that.</exception>
    public static async Task<IReadOnlyList<Check>> OpenAsync(string service, GrpcChannel channel, CancellationToken cancellationToken)
    {
        var health = new HealthChecks(channel).All;
        switch (service)
        {
            case "face-stream" or "body-stream":
                var stream = new StreamClient(channel.CreateCallInvoker(), service == "face-stream" ? "emotion.v1.FaceStreamService" : "emotion.v1.BodyStreamService");
                var model = await stream.GetModelAsync(cancellationToken);
                var samples = new SampleMaker(model);
                return [.. new ModelChecks(stream).All, .. new ScoreChecks(stream, samples).All, .. new SessionChecks(stream, samples).All, .. new StateChecks(stream, samples).All, .. health];
            case "detection":
                var detection = new DetectionService.DetectionServiceClient(channel);
                await detection.DetectAsync(new DetectRequest { Image = Picture.Person }, cancellationToken: cancellationToken);
                return [.. new DetectChecks(detection).All, .. new DetectSessionChecks(detection).All, .. health];
            default:
                var fusion = new FusionService.FusionServiceClient(channel);
                await fusion.FuseAsync(new FuseRequest { LabelType = LabelType.Single }, cancellationToken: cancellationToken);
                return [.. new FuseChecks(fusion).All, .. new FuseSessionChecks(fusion).All, .. health];
        }
    }
}
