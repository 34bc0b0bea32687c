using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Integration.Tests;

[Collection(SuiteCollection.Name)]
public sealed class ClipTests(SuiteFixture suite)
{
    [Fact]
    public async Task RecognizeClip_ThirtyFrames_OnePersonOverAllOfThem()
    {
        var response = await SendAsync([Options(3), .. Enumerable.Range(1, 30).Select(i => Message(SampleFrames.Frame((ulong)i)))]);
        var person = Assert.Single(response.Persons);
        Assert.Equal((1ul, 30ul, 30u), (person.FirstSequence, person.LastSequence, person.Frames));
        Assert.Equal(3u, person.Emotion.Streams.Single(s => s.Stream == StreamKind.Face).Segments);
        Assert.Equal(new SessionCounts { Received = 30, Results = 30 }, response.Counts);
    }

    [Fact]
    public async Task RecognizeClip_Explain_TellsWhereTheEvidenceWasAtTheLastFrame()
    {
        RecognizeClipRequest[] frames = [.. Enumerable.Range(1, 10).Select(i => Message(SampleFrames.Frame((ulong)i)))];
        var explained = await SendAsync([new RecognizeClipRequest { Options = new SessionOptions { Explain = true } }, .. frames]);
        var silent = await SendAsync(frames);
        // Alone, the last frame shows the face in the same place.
        var last = await SendAsync([new RecognizeClipRequest { Options = new SessionOptions { Explain = true } }, frames[^1]]);

        var heatmap = Face(explained).Heatmap;
        Assert.Equal((int)(heatmap.Width * heatmap.Height), heatmap.Values.Count);
        Assert.True(heatmap.Values.Max() > heatmap.Values.Min());
        Assert.Equal(4, heatmap.Region.Count);
        Assert.All(heatmap.Region.Zip(Face(last).Heatmap.Region), corners => Assert.InRange(Math.Abs(corners.First.X - corners.Second.X), 0, 8));
        Assert.All(silent.Persons.SelectMany(p => p.Emotion.Streams), s => Assert.Null(s.Heatmap));
        Assert.Equal(silent.Persons[0].Emotion.Label, explained.Persons[0].Emotion.Label);

        static StreamContribution Face(RecognizeClipResponse response) => Assert.Single(response.Persons).Emotion.Streams.Single(s => s.Stream == StreamKind.Face);
    }

    [Fact]
    public async Task RecognizeClip_ManyAtOnce_EveryFrameIsExaminedAndTracksHold()
    {
        // Answers of a call may end side by side; taken in at the same moment they once spoilt each other's track ids.
        RecognizeClipRequest[] clip = [.. Enumerable.Range(1, 40).Select(i => Message(SampleFrames.Frame((ulong)i)))];
        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(clip)));
        Assert.All(responses, r =>
        {
            Assert.Empty(r.Errors);
            Assert.Equal(1u, Assert.Single(r.Persons).TrackId);
        });
    }

    [Fact]
    public async Task RecognizeClip_OneBadFrame_IsToldAndTheRestCounts()
    {
        var bad = SampleFrames.Frame(2);
        bad.Image.Data = Google.Protobuf.ByteString.Empty;
        var response = await SendAsync([Message(SampleFrames.Frame(1)), Message(bad), Message(SampleFrames.Frame(3))]);
        Assert.Equal(FrameErrorReason.InvalidImage, Assert.Single(response.Errors).Reason);
        Assert.Equal(new SessionCounts { Received = 3, Results = 2, Errors = 1 }, response.Counts);
    }

    [Fact]
    public async Task RecognizeClip_WithoutFrames_SaysWhatToSend()
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => SendAsync([Options(3)]));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Contains("at least one", e.Status.Detail);
    }

    private static RecognizeClipRequest Options(uint segments) =>
        new() { Options = new SessionOptions { Fusion = new FusionOptions { Segments = segments } } };

    private static RecognizeClipRequest Message(Frame frame) => new() { Frame = frame };

    private async Task<RecognizeClipResponse> SendAsync(RecognizeClipRequest[] messages)
    {
        using var call = new RecognitionService.RecognitionServiceClient(suite.Channel).RecognizeClip(deadline: DateTime.UtcNow.AddSeconds(60));
        foreach (var message in messages)
            await call.RequestStream.WriteAsync(message);
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }
}
