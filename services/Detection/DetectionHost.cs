using EmotionGrpc.Detection.Crops;
using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Models;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Detection.Sessions;
using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Inference;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Detection;

/// <summary>Builds the detection service.</summary>
public static class DetectionHost
{
    /// <summary>Builds the host; it is not started.</summary>
    public static WebApplication Build(string[] args, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = ServiceHost.CreateBuilder<DetectionOptions>("Detection", args, "http://127.0.0.1:8081", settings);
        builder.AddInference();
        builder.AddSection<ImageLimits>("Images");
        builder.Services.AddSingleton<DetectionModels>();
        builder.Services.AddHostedService<DetectionModelStart>();
        builder.Services.AddSingleton(services => new ImageDecoder(services.GetRequiredService<IOptions<ImageLimits>>().Value));
        builder.Services.AddSingleton<PoseDetector>();
        builder.Services.AddSingleton<FaceFinder>();
        builder.Services.AddSingleton<CropCutter>();
        builder.Services.AddSingleton<FrameAnalyzer>();
        builder.Services.AddSingleton<DetectionMessage>();
        builder.Services.AddSingleton<SessionFactory>();
        return builder.Build(app =>
        {
            app.MapService<DetectionGrpcService, DetectionService.DetectionServiceBase>(DetectionService.BindService);
            app.MapOperations();
        });
    }
}
