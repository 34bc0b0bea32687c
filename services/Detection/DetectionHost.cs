using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Inference.Batching;
using EmotionGrpc.Inference.Images;
using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.Detection;

/// <summary>Builds the detection service.</summary>
public static class DetectionHost
{
    /// <summary>Builds the host; it is not started.</summary>
    public static WebApplication Build(string[] args, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = ServiceHost.CreateBuilder<DetectionOptions>("Detection", args, "http://127.0.0.1:8081", settings);
        builder.AddSection<ModelOptions>("Models");
        builder.AddSection<BatchOptions>("Batching");
        builder.AddSection<ImageLimits>("Images");
        // Feature registrations go here.
        var app = builder.Build();
        app.MapOperations();
        return app;
    }
}
