using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmotionGrpc.Integration.Tests;

/// <summary>A face stream service that misbehaves: the real one cannot be made slow or to speak of other labels.</summary>
internal sealed class TestFaceStream : FaceStreamService.FaceStreamServiceBase, IAsyncDisposable
{
    private readonly string[] _labels;
    private readonly TimeSpan _delay;
    private WebApplication _app = null!;

    private TestFaceStream(string[] labels, TimeSpan delay)
    {
        _labels = labels;
        _delay = delay;
    }

    public string Address { get; private set; } = "";

    public static async Task<TestFaceStream> StartAsync(string[] labels, TimeSpan delay)
    {
        var service = new TestFaceStream(labels, delay);
        var port = Ports.Free();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        builder.WebHost.ConfigureKestrel(k => k.ListenLocalhost(port, l => l.Protocols = HttpProtocols.Http2));
        service._app = builder.Build();
        service._app.MapGrpcService<TestFaceStream>();
        await service._app.StartAsync();
        service.Address = $"http://127.0.0.1:{port}";
        return service;
    }

    public override Task<FaceStreamServiceGetModelResponse> GetModel(FaceStreamServiceGetModelRequest request, ServerCallContext context) =>
        Task.FromResult(new FaceStreamServiceGetModelResponse
        {
            Model = new Model
            {
                Version = new ModelVersion { Name = "test", Version = "1" },
                Labels = { _labels },
                LabelType = LabelType.Single,
                TemporalMode = TemporalMode.PerFrame,
                Sample = new SampleSpec
                {
                    Crop = new CropSpec { Kind = CropKind.Face, Width = 16, Height = 16, Format = ImageFormat.Bgr24 },
                    Cadence = SampleCadence.Segment,
                },
            },
        });

    public override async Task StreamScore(
        IAsyncStreamReader<FaceStreamServiceStreamScoreRequest> requestStream,
        IServerStreamWriter<FaceStreamServiceStreamScoreResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await Task.Delay(_delay, context.CancellationToken);
            var response = new FaceStreamServiceStreamScoreResponse();
            foreach (var sample in request.Samples)
                response.Scores.Add(new Score { TrackId = sample.TrackId, Sequence = sample.Sequence, Logits = new Logits { Values = { Enumerable.Range(0, _labels.Length).Select(i => (float)i) } } });
            await responseStream.WriteAsync(response);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
