using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace EmotionGrpc.Eval.Tests.EndToEnd;

/// <summary>A face stream service whose model tells mask states, if it does, by the brightness of the crop, so that a test knows what is right.</summary>
internal sealed class BrightnessFaceStream(bool tellsMasks) : FaceStreamService.FaceStreamServiceBase, IAsyncDisposable
{
    private WebApplication _app = null!;

    public string Address { get; private set; } = "";

    public static async Task<BrightnessFaceStream> StartAsync(bool tellsMasks)
    {
        var service = new BrightnessFaceStream(tellsMasks);
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
                Version = new ModelVersion { Name = "brightness", Version = "1" },
                Labels = { "neutral", "happiness" },
                LabelType = LabelType.Single,
                TemporalMode = TemporalMode.PerFrame,
                Sample = new SampleSpec { Crop = new CropSpec { Kind = CropKind.Face, Width = 16, Height = 16, Format = ImageFormat.Bgr24 } },
            },
        });

    /// <summary>Below 100 a mask, from 150 on none, in between not sure; the network takes as many milliseconds as the crop is bright.</summary>
    public override Task<FaceStreamServiceScoreResponse> Score(FaceStreamServiceScoreRequest request, ServerCallContext context)
    {
        var brightness = request.Clips.Single().Samples.Single().Crop.Data[0];
        var state = brightness < 100 ? MaskState.With : brightness < 150 ? MaskState.Unknown : MaskState.Without;
        var mask = tellsMasks ? new Mask { State = state, Probability = 1 - (brightness / 255f) } : null;
        return Task.FromResult(new FaceStreamServiceScoreResponse
        {
            Scores = { new Score { Logits = new Logits { Values = { 1, 0 } }, Mask = mask } },
            Times = { new StageTime { Stage = "face-stream", Milliseconds = 2 * brightness, ModelMilliseconds = brightness } },
        });
    }

    public async ValueTask DisposeAsync() => await KestrelServer.EndAsync(_app);
}
