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
}
