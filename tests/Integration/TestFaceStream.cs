using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.Integration.Tests;

/// <summary>A face stream service that misbehaves: the real one cannot be made slow or to speak of other labels.</summary>
internal sealed class TestFaceStream : FaceStreamService.FaceStreamServiceBase, IAsyncDisposable
{
    private readonly string[] _labels;
    private readonly bool _answers;
    private WebApplication _app = null!;

    private TestFaceStream(string[] labels, bool answers)
    {
        _labels = labels;
        _answers = answers;
    }

    public string Address { get; private set; } = "";

    /// <param name="labels">What it speaks of.</param>
    /// <param name="answers">Whether samples are ever answered.</param>
    public static async Task<TestFaceStream> StartAsync(string[] labels, bool answers)
    {
        var service = new TestFaceStream(labels, answers);
        var port = Ports.Free();
        service._app = await KestrelServer.StartAsync(service, port);
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
            if (!_answers)
                continue;
            var response = new FaceStreamServiceStreamScoreResponse();
            foreach (var sample in request.Samples)
                response.Scores.Add(new Score { TrackId = sample.TrackId, Sequence = sample.Sequence, Logits = new Logits { Values = { Enumerable.Range(0, _labels.Length).Select(i => (float)i) } } });
            await responseStream.WriteAsync(response);
        }
    }

    public async ValueTask DisposeAsync() => await KestrelServer.EndAsync(_app);
}
