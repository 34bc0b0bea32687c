using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.BodyStream.Tests;

/// <summary>A body model that looks at pictures: a real network on pictures, declared as a body model.</summary>
public sealed class CropModelTests
{
    [Fact]
    public async Task Score_ModelOnCrops_AsksForBodyCropsAndScoresEachAlone()
    {
        using var models = ScratchModels.CopyOf("expression-faceapi");
        models.Change(manifest => manifest["task"] = "body-emotion");
        await using var service = await RunningService.StartAsync(
            "BodyStream", BodyStreamHost.Build, ("Models:Directory", models.Folder), ("BodyStream:Model", models.Model));
        var client = new BodyStreamService.BodyStreamServiceClient(service.Channel);
        var sample = new Sample
        {
            TrackId = 3,
            Crop = Images.Gray(112, 112, 0),
        };

        var model = (await client.GetModelAsync(new BodyStreamServiceGetModelRequest())).Model;
        var scored = await client.ScoreAsync(BodyCalls.Batch([sample]));
        using var call = client.StreamScore();
        var streamed = await call.AskAsync(sample, new Sample { TrackId = 4 });

        Assert.Equal(CropKind.Body, model.Sample.Crop.Kind);
        Assert.False(model.Sample.Keypoints);
        Assert.Equal((TemporalMode.PerFrame, SampleCadence.Segment), (model.TemporalMode, model.Sample.Cadence));
        BodyCalls.AssertSame(scored.Scores[0], streamed.Scores[0]);
        Assert.NotNull(scored.Scores[0].Logits);
        Assert.Equal(AbsenceReason.NotFound, streamed.Scores[1].Absence.Reason);
    }

    [Theory]
    [InlineData("frame", null, CropKind.Body, TemporalMode.PerFrame)]
    [InlineData("clip", "body", CropKind.Body, TemporalMode.Clip)]
    [InlineData("stateful", "full-body", CropKind.FullBody, TemporalMode.Stateful)]
    public async Task StreamScore_AnyTemporalMode_ScoresTheCropThatTheManifestNames(string network, string? crop, CropKind kind, TemporalMode mode)
    {
        using var models = ScratchModels.CopyOf(network);
        models.Change(manifest =>
        {
            manifest["task"] = "body-emotion";
            if (crop != null)
                manifest["input"]!["crop"] = crop;
        });
        await using var service = await RunningService.StartAsync(
            "BodyStream", BodyStreamHost.Build, ("Models:Directory", models.Folder), ("BodyStream:Model", network));
        var client = new BodyStreamService.BodyStreamServiceClient(service.Channel);
        using var call = client.StreamScore();

        var model = (await client.GetModelAsync(new BodyStreamServiceGetModelRequest())).Model;
        var last = await call.FeedAsync(Enumerable.Repeat(new Sample { TrackId = 1, Crop = Images.Gray(8, 8, 51) }, 4));

        Assert.Equal((kind, mode), (model.Sample.Crop.Kind, model.TemporalMode));
        float[] expected = mode switch
        {
            TemporalMode.PerFrame => [0.3f, -0.2f, 0.4f],
            TemporalMode.Clip => [0.2f, 0.2f, 0.2f],
            _ => [0.2f * 1.875f, 0.4f * 1.875f, 4],
        };
        BodyCalls.AssertSame(new Score { Logits = new Logits { Values = { expected } } }, last);
    }
}
