using EmotionGrpc.BodyStream.Keypoints;
using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Streams;
using EmotionGrpc.Streams.Samples;
using EmotionGrpc.Streams.Samples.Crops;
using EmotionGrpc.V1;

namespace EmotionGrpc.BodyStream;

/// <summary>Builds the body stream service.</summary>
public static class BodyStreamHost
{
    private static readonly StreamDescription s_stream = new("BodyStream", "body-emotion", "body-stream");

    /// <summary>Builds the host; it is not started. The start loads and probes the model.</summary>
    public static WebApplication Build(string[] args, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = ServiceHost.CreateBuilder<BodyStreamOptions>(s_stream.Service, args, "http://127.0.0.1:8083", settings);
        builder.AddStream<BodyStreamOptions>(s_stream, ChooseInput);
        return builder.Build(app =>
        {
            app.MapService<BodyStreamEndpoint, BodyStreamService.BodyStreamServiceBase>(BodyStreamService.BindService);
            app.MapOperations();
        });
    }

    private static ISampleInput ChooseInput(ModelManifest manifest, BodyStreamOptions options) => manifest.Input.Kind == ModelInputKind.Keypoints
        ? new KeypointInput(manifest, options)
        : CropInput.Create(manifest, CropKind.Body, options.MaximumTracks);
}
