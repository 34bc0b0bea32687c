using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Operations;
using EmotionGrpc.Streams;
using EmotionGrpc.Streams.Samples.Crops;
using EmotionGrpc.V1;

namespace EmotionGrpc.FaceStream;

/// <summary>Builds the face stream service.</summary>
public static class FaceStreamHost
{
    private static readonly StreamDescription s_stream = new("FaceStream", "face-emotion", "face-stream");

    /// <summary>Builds the host; it is not started. The start loads and probes the model.</summary>
    public static WebApplication Build(string[] args, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = ServiceHost.CreateBuilder<FaceStreamOptions>(s_stream.Service, args, "http://127.0.0.1:8082", settings);
        builder.AddStream<FaceStreamOptions>(s_stream, (manifest, options) => CropInput.Create(manifest, CropKind.Face, options.MaximumTracks));
        return builder.Build(app =>
        {
            app.MapService<FaceStreamEndpoint, FaceStreamService.FaceStreamServiceBase>(FaceStreamService.BindService);
            app.MapOperations();
        });
    }
}
