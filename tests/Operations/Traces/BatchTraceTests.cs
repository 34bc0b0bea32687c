using EmotionGrpc.Operations.Tests.Suite;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Net.Client;

namespace EmotionGrpc.Operations.Tests.Traces;

[Collection(ObservedCollection.Name)]
public sealed class BatchTraceTests(ObservedSuite suite)
{
    [Fact]
    public async Task FaceStream_Score_IsATraceOfItsOwnWithTheModelBelow()
    {
        using var detection = GrpcChannel.ForAddress(suite.Services["detection"].Address);
        using var face = GrpcChannel.ForAddress(suite.Services["face-stream"].Address);
        var client = new FaceStreamService.FaceStreamServiceClient(face);
        var wanted = (await client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model.Sample.Crop;
        var detected = await new DetectionService.DetectionServiceClient(detection).DetectAsync(new DetectRequest { Image = SampleFrames.Image(1), Crops = { wanted } });
        var clip = new Clip { Samples = { new Sample { TrackId = 1, Crop = detected.Detection.Persons[0].Crops[0].Image } } };

        var scored = await client.ScoreAsync(new FaceStreamServiceScoreRequest { Clips = { clip, clip, clip } });

        Assert.Equal(3, scored.Scores.Count);
        await Eventually.TrueAsync(() => OfThree().Any());
        var span = Assert.Single(OfThree());
        await Eventually.TrueAsync(() => suite.Collector.Spans.Any(s => s.IsBelow(span) && s.Name == "model face-tsn"));
    }

    [Fact]
    public async Task Detection_Detect_IsATraceOfItsOwnWithItsStagesAndModelsBelow()
    {
        using var detection = GrpcChannel.ForAddress(suite.Services["detection"].Address);

        await new DetectionService.DetectionServiceClient(detection).DetectAsync(new DetectRequest { Image = SampleFrames.Image(2) });

        await Eventually.TrueAsync(() => suite.Collector.Spans.Any(
            s => s is { Name: "detect", Service: "emotion-detection", Span.ParentSpanId.IsEmpty: true }
                && s.Attribute("emotion.persons")?.IntValue == 1
                && new[] { "decode", "pose", "face", "model movenet-multipose" }.All(n => suite.Collector.Spans.Any(b => b.Name == n && b.IsBelow(s)))));
    }

    // Those of sessions hang below Fusion's.
    private IEnumerable<CollectedSpan> OfThree() => suite.Collector.Spans.Where(
        s => s is { Name: "score", Service: "emotion-face-stream", Span.ParentSpanId.IsEmpty: true } && s.Attribute("emotion.persons")!.IntValue == 3);
}
