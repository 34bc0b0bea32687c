using EmotionGrpc.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Eval.Suite;

/// <summary>The services of a running suite behind one address.</summary>
internal sealed class SuiteClient : IDisposable
{
    private readonly GrpcChannel _channel;

    public SuiteClient(Uri server)
    {
        Server = server;
        _channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                UseProxy = !server.IsLoopback,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
        });
        Detection = new(_channel);
        FaceStream = new(_channel);
        Recognition = new(_channel);
    }

    public Uri Server { get; }

    public DetectionService.DetectionServiceClient Detection { get; }

    public FaceStreamService.FaceStreamServiceClient FaceStream { get; }

    public RecognitionService.RecognitionServiceClient Recognition { get; }

    /// <summary>When a single answer is overdue.</summary>
    public static DateTime Deadline => DateTime.UtcNow.AddMinutes(1);

    /// <summary>Asks what the face stream's model is.</summary>
    public async Task<Model> GetFaceModelAsync(CancellationToken cancellation) =>
        (await FaceStream.GetModelAsync(new(), deadline: Deadline, cancellationToken: cancellation)).Model;

    public void Dispose() => _channel.Dispose();
}
