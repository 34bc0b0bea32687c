using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.FaceStream.Tests;

public sealed class StreamScoreTests(FaceService service) : IClassFixture<FaceService>
{
    private static readonly int[] s_frames = [20, 60, 100, 200, 300, 405, 410, 455];

    [Fact]
    public async Task StreamScore_PipelinedRequests_GivesTheSameAsScoreInOrder()
    {
        var samples = FaceSamples.Of(ImageFormat.Bgr24, s_frames);
        var expected = await service.Client.ScoreAsync(FaceSamples.Batch(samples));
        using var call = service.Client.StreamScore();

        // More requests than the session takes in hand: the writer must not depend on the reader.
        var requests = Enumerable.Range(0, 5 * samples.Count).Select(i => Request(samples[i % samples.Count]));
        var responses = await call.SendAllAsync(requests);

        Assert.Equal(5 * samples.Count, responses.Count);
        for (var i = 0; i < responses.Count; i++)
        {
            var score = Assert.Single(responses[i].Scores);
            Assert.Equal(samples[i % samples.Count].Sequence, score.Sequence);
            FaceSamples.AssertSame(expected.Scores[i % samples.Count], score);
            Assert.Equal("face-stream", Assert.Single(responses[i].Times).Stage);
        }
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("random")]
    [InlineData("truncated")]
    [InlineData("png called jpeg")]
    [InlineData("raw of another size")]
    [InlineData("format not said")]
    [InlineData("format not known")]
    [InlineData("png of 30000x30000")]
    public async Task StreamScore_BadCrop_IsAbsentAndTheSessionLivesOn(string crop)
    {
        using var call = service.Client.StreamScore();

        var bad = await call.AskAsync(Request(new Sample { TrackId = 1, Sequence = 1, Crop = FaceSamples.BadCrop(crop) }, FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side, track: 2)));
        var good = await call.AskAsync(Request(FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side)));

        Assert.Equal(AbsenceReason.InvalidSample, bad.Scores[0].Absence.Reason);
        Assert.StartsWith("crop: ", bad.Scores[0].Absence.Detail, StringComparison.Ordinal);
        Assert.Equal(7, bad.Scores[1].Logits.Values.Count);
        Assert.Equal(7, good.Scores[0].Logits.Values.Count);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("png of 30000x30000")]
    public async Task Score_BadCrop_NamesTheCrop(string crop)
    {
        var fault = await Fault.OfAsync(service.Client.ScoreAsync(FaceSamples.Batch([new Sample { Crop = FaceSamples.BadCrop(crop) }])));

        Assert.Equal("clips[0].samples[0].crop", Fault.Field(fault));
    }

    [Fact]
    public async Task StreamScore_NoCropOrNoSample_IsAnswered()
    {
        using var call = service.Client.StreamScore();

        var without = await call.AskAsync(Request(new Sample { TrackId = 4, Sequence = 9 }));
        var empty = await call.AskAsync(new FaceStreamServiceStreamScoreRequest { EndedTrackIds = { 4, 77 } });

        Assert.Equal(AbsenceReason.NotFound, without.Scores[0].Absence.Reason);
        Assert.Equal((4u, 9ul), (without.Scores[0].TrackId, without.Scores[0].Sequence));
        Assert.Empty(empty.Scores);
    }

    [Fact]
    public async Task StreamScore_TrackTwiceInARequest_RefusesTheSecond()
    {
        using var call = service.Client.StreamScore();

        var response = await call.AskAsync(Request(FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side), FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side)));

        Assert.Equal(7, response.Scores[0].Logits.Values.Count);
        Assert.Equal(AbsenceReason.InvalidSample, response.Scores[1].Absence.Reason);
    }

    [Fact]
    public async Task StreamScore_TooManySamples_EndsTheSession()
    {
        using var call = service.Client.StreamScore();
        var many = Enumerable.Range(1, 257).Select(i => new Sample { TrackId = (uint)i }).ToArray();

        var fault = await Assert.ThrowsAsync<RpcException>(() => call.AskAsync(Request(many)));

        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
    }

    [Fact]
    public async Task StreamScore_ServiceStops_EndsUnavailable()
    {
        await using var stopping = await RunningService.StartAsync("FaceStream", FaceStreamHost.Build);
        using var call = new FaceStreamService.FaceStreamServiceClient(stopping.Channel).StreamScore();
        var answered = await call.AskAsync(Request(FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side)));

        var stop = stopping.App.StopAsync();
        var fault = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        await stop;

        Assert.Equal(7, answered.Scores[0].Logits.Values.Count);
        Assert.Equal(StatusCode.Unavailable, fault.StatusCode);
        Assert.Equal("The service is stopping.", fault.Status.Detail);
    }

    [Fact]
    public async Task StreamScore_ClientCancels_LeavesTheServiceServing()
    {
        using (var call = service.Client.StreamScore())
            await call.AskAsync(Request(FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side)));

        var response = await service.Client.ScoreAsync(FaceSamples.Batch([FaceSamples.Gray(FaceSamples.Side, FaceSamples.Side)]));

        Assert.Equal(7, response.Scores[0].Logits.Values.Count);
    }

    private static FaceStreamServiceStreamScoreRequest Request(params Sample[] samples) => new() { Samples = { samples } };
}
