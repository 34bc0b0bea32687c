using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace EmotionGrpc.Integration.Tests;

/// <summary>Tiny networks on crops (tests/Support/Networks/make.py) behind the whole suite: what they see is a real crop's mean, m.</summary>
public sealed class CropModelTests
{
    private static readonly SessionOptions s_oneSegmentASecond = new()
    {
        Fusion = new FusionOptions { Segments = 1, Window = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) },
        Explain = true,
    };

    [Theory]
    [InlineData("frame", null)]
    [InlineData("frame", "full-body")]
    [InlineData("clip", "body")]
    [InlineData("stateful", "body")]
    public async Task Recognize_BodyModelOnCrops_JoinsTheFace(string network, string? crop)
    {
        using var models = ScratchModels.CopyOf(network, "movenet-multipose", "blazeface", "mask-state", "face-tsn");
        models.Change(manifest =>
        {
            manifest["task"] = "body-emotion";
            if (crop != null)
                manifest["input"]!["crop"] = crop;
        });
        await using var suite = await ServiceProcess.StartSuiteAsync([$"--Models:Directory={models.Folder}", $"--BodyStream:Model={network}", .. Patience.Settings]);
        using var channel = GrpcChannel.ForAddress(suite.Address);
        using var session = new LiveSession(channel);
        var opened = await session.OpenAsync();

        var results = await AskAsync(session, 20);

        Assert.Equal(["anger", "happiness", "neutral"], opened.Labels.Order());
        var body = Stream(results[^1], StreamKind.Body);
        Assert.Equal((network, 3), (body.Model.Name, body.Logits.Count));
        Assert.InRange(body.Weight, 0.0001f, 0.9999f);
        if (network == "clip")
            Assert.Equal(AbsenceReason.WarmingUp, Stream(results[0], StreamKind.Body).Absence.Reason);
    }

    [Fact]
    public async Task Recognize_Explain_TellsWhereTheBodyShowsTheLabelAtFramesThatWereScored()
    {
        using var models = ScratchModels.CopyOf("frame", "movenet-multipose", "blazeface", "mask-state", "face-tsn");
        models.Change(manifest => manifest["task"] = "body-emotion");
        await using var suite = await ServiceProcess.StartSuiteAsync([$"--Models:Directory={models.Folder}", "--BodyStream:Model=frame", .. Patience.Settings]);
        using var channel = GrpcChannel.ForAddress(suite.Address);
        using var session = new LiveSession(channel);
        var opened = await session.OpenAsync(s_oneSegmentASecond);

        var results = await AskAsync(session, 30);

        Assert.True(opened.Options.Explain);
        Assert.Equal([1ul, 26ul], results.Where(r => r.Segment).Select(r => r.Sequence));
        foreach (var result in results)
        {
            var body = Stream(result, StreamKind.Body);
            Assert.Equal(result.Segment, body.Heatmap != null);
            Assert.Equal(result.Segment, Stream(result, StreamKind.Face).Heatmap != null);
            if (body.Heatmap is not { } heatmap)
                continue;
            Assert.Equal((2u, 2u, 4), (heatmap.Width, heatmap.Height, heatmap.Values.Count));
            Assert.Equal(4, heatmap.Region.Count);
            Assert.Equal(4, Stream(result, StreamKind.Face).Heatmap.Region.Count);
            var label = opened.Labels.IndexOf(result.Persons[0].Emotion.Label);
            var bias = opened.Labels[label] == "neutral" ? 0.1f : 0;
            Assert.Equal(body.Logits[label], heatmap.Values.Average() + bias, 1e-4f);
        }
    }

    [Fact]
    public async Task Recognize_NotExplained_HasNoHeatmaps()
    {
        using var models = ScratchModels.CopyOf("frame", "movenet-multipose", "blazeface");
        await using var suite = await StartWithFaceAsync(models);
        using var channel = GrpcChannel.ForAddress(suite.Address);
        using var session = new LiveSession(channel);
        await session.OpenAsync();

        var results = await AskAsync(session, 5);

        Assert.All(results, r => Assert.Null(Stream(r, StreamKind.Face).Heatmap));
        Assert.Contains(results, r => Stream(r, StreamKind.Face).Logits.Count == 3);
    }

    [Fact]
    public async Task Recognize_DetectionLooksForNoMasks_TheFaceStreamTellsThem()
    {
        using var models = ScratchModels.CopyOf("frame", "movenet-multipose", "blazeface");
        models.Change(manifest => manifest["maskUnknownBelow"] = 0);
        await using var suite = await StartWithFaceAsync(models);
        using var channel = GrpcChannel.ForAddress(suite.Address);
        using var session = new LiveSession(channel);
        var opened = await session.OpenAsync(s_oneSegmentASecond);

        var results = await AskAsync(session, 30);

        var happiness = opened.Labels.IndexOf("happiness");
        foreach (var result in results)
        {
            // One segment: the logits are those of the newest sample. Between segments its mask state holds.
            var m = -Stream(result, StreamKind.Face).Logits[happiness];
            var mask = result.Persons[0].Face.Mask;
            Assert.Equal(1 / (1 + MathF.Exp(4 - (8 * m))), mask.Probability, 1e-4f);
            Assert.Equal(m >= 0.5f ? MaskState.With : MaskState.Without, mask.State);
        }
    }

    private static Task<ServiceProcess> StartWithFaceAsync(ScratchModels models) => ServiceProcess.StartSuiteAsync(
        [$"--Models:Directory={models.Folder}", "--FaceStream:Model=frame", "--Detection:MaskModel=", "--Fusion:BodyStream=", .. Patience.Settings]);

    private static async Task<List<FrameResult>> AskAsync(LiveSession session, ulong frames)
    {
        var results = new List<FrameResult>();
        for (var i = 1ul; i <= frames; i++)
        {
            var answer = await session.AskAsync(SampleFrames.Frame(i));
            if (answer.Result is null)
                Assert.Fail($"{answer}");
            results.Add(answer.Result);
        }

        return results;
    }

    private static StreamContribution Stream(FrameResult result, StreamKind kind) => result.Persons[0].Emotion.Streams.Single(s => s.Stream == kind);
}
