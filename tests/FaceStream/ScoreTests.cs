using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Health.V1;

namespace EmotionGrpc.FaceStream.Tests;

public sealed class ScoreTests(FaceService service) : IClassFixture<FaceService>
{
    private static readonly int[] s_frames = [20, 60, 100, 200, 300, 405, 410, 455];

    [Fact]
    public async Task GetModel_Default_TellsWhatTheModelWants()
    {
        var model = (await service.Client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model;

        Assert.Equal("face-tsn", model.Version.Name);
        Assert.Equal("face-emotion", model.Version.Task);
        Assert.Equal(["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"], model.Labels.Order());
        Assert.Equal(LabelType.Single, model.LabelType);
        Assert.Equal(TemporalMode.PerFrame, model.TemporalMode);
        Assert.Equal(0u, model.ClipFrames);
        Assert.Equal(SampleCadence.Segment, model.Sample.Cadence);
        Assert.False(model.Sample.Keypoints);
        Assert.Equal(CropKind.Face, model.Sample.Crop.Kind);
        Assert.Equal(ImageFormat.Bgr24, model.Sample.Crop.Format);
        Assert.Equal((96u, 96u), (model.Sample.Crop.Width, model.Sample.Crop.Height));
        Assert.InRange(model.Sample.Crop.Margin, 0, 2);
        Assert.Equal("cpu", model.Provider);
    }

    [Fact]
    public async Task Check_ModelPresent_IsServing()
    {
        var health = new Health.HealthClient(service.Service.Channel);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);
    }

    // 20 and 60: mouth closed, relaxed; 410 and 455: mouth wide open, brows up.
    [Theory]
    [InlineData(20, "neutral")]
    [InlineData(60, "neutral")]
    [InlineData(410, "surprise")]
    [InlineData(455, "surprise")]
    public async Task Score_SampleVideo_FollowsTheExpression(int frame, string expected)
    {
        var labels = (await service.Client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model.Labels;

        var response = await service.Client.ScoreAsync(FaceSamples.Batch(FaceSamples.Of(ImageFormat.Bgr24, frame)));

        var logits = Assert.Single(response.Scores).Logits.Values;
        Assert.Equal(expected, labels[logits.IndexOf(logits.Max())]);
    }

    [Fact]
    public async Task Score_Batch_GivesTheSameAsOneByOne()
    {
        var samples = FaceSamples.Of(ImageFormat.Bgr24, s_frames);

        var batch = await service.Client.ScoreAsync(FaceSamples.Batch(samples));

        Assert.Equal(samples.Count, batch.Scores.Count);
        for (var i = 0; i < samples.Count; i++)
        {
            var single = await service.Client.ScoreAsync(FaceSamples.Batch([samples[i]]));
            Assert.Equal(samples[i].Sequence, batch.Scores[i].Sequence);
            FaceSamples.AssertSame(single.Scores[0], batch.Scores[i]);
        }

        var time = Assert.Single(batch.Times);
        Assert.Equal("face-stream", time.Stage);
        Assert.True(time.ModelMilliseconds > 0 && time.Milliseconds > 0, $"{time}");
        Assert.Equal("face-tsn", batch.Model.Name);
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Rgb24)]
    public async Task Score_OtherLosslessFormat_GivesTheSame(ImageFormat format)
    {
        var expected = await service.Client.ScoreAsync(FaceSamples.Batch(FaceSamples.Of(ImageFormat.Bgr24, 410)));

        var actual = await service.Client.ScoreAsync(FaceSamples.Batch(FaceSamples.Of(format, 410)));

        FaceSamples.AssertSame(expected.Scores[0], actual.Scores[0]);
    }

    [Fact]
    public async Task Score_Jpeg_IsScored()
    {
        var response = await service.Client.ScoreAsync(FaceSamples.Batch(FaceSamples.Of(ImageFormat.Jpeg, 20)));

        Assert.Equal(7, response.Scores[0].Logits.Values.Count);
    }

    [Fact]
    public async Task Score_NoCrop_IsAbsent()
    {
        var response = await service.Client.ScoreAsync(FaceSamples.Batch([new Sample { TrackId = 5 }, FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side)]));

        Assert.Equal(AbsenceReason.NotFound, response.Scores[0].Absence.Reason);
        Assert.Equal(5u, response.Scores[0].TrackId);
        Assert.Equal(7, response.Scores[1].Logits.Values.Count);
    }

    [Theory]
    [InlineData(95, 96)]
    [InlineData(96, 97)]
    [InlineData(1, 1)]
    [InlineData(2000, 100)]
    public async Task Score_WrongSize_NamesTheCrop(int width, int height)
    {
        var good = FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side);

        var fault = await Fault.OfAsync(service.Client.ScoreAsync(FaceSamples.Batch([good, good, good, FaceSamples.Gray(width, height)])));

        Assert.Equal("clips[3].samples[0].crop", Fault.Field(fault));
        Assert.Contains("96x96", fault.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_EmptyClip_NamesTheClip()
    {
        var request = FaceSamples.Batch([FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side)]);
        request.Clips.Add(new Clip());

        Assert.Equal("clips[1].samples", Fault.Field(await Fault.OfAsync(service.Client.ScoreAsync(request))));
    }

    [Fact]
    public async Task Score_TwoSamplesInAClip_NamesTheClip()
    {
        var request = new FaceStreamServiceScoreRequest { Clips = { new Clip { Samples = { FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side), FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side) } } } };

        Assert.Equal("clips[0].samples", Fault.Field(await Fault.OfAsync(service.Client.ScoreAsync(request))));
    }

    [Fact]
    public async Task Score_NoClips_IsRefused() =>
        Assert.Equal("clips", Fault.Field(await Fault.OfAsync(service.Client.ScoreAsync(new FaceStreamServiceScoreRequest()))));

    [Theory]
    [InlineData(256, StatusCode.OK)]
    [InlineData(257, StatusCode.ResourceExhausted)]
    public async Task Score_ManyClips_AreAllowedUpTo256(int count, StatusCode expected)
    {
        var gray = FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side);
        using var call = service.Client.ScoreAsync(FaceSamples.Batch(Enumerable.Repeat(gray, count)));

        var status = StatusCode.OK;
        try
        {
            Assert.Equal(count, (await call).Scores.Count);
        }
        catch (RpcException e)
        {
            status = e.StatusCode;
        }

        Assert.Equal(expected, status);
    }
}
