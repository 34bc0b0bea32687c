using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>A session's memory goes on in another session, as if it had never ended.</summary>
public sealed class HandoverTests
{
    private static readonly byte[] s_grays = [10, 200, 30, 0, 150, 90, 220, 5];

    [Fact]
    public async Task StreamScore_StatesHandedOn_FollowTheRecurrence()
    {
        await using var service = await TinyService.StartAsync("stateful");
        using var first = service.Client.StreamScore();
        foreach (var gray in s_grays[..4])
            await first.AskAsync(TinyService.Frame(TinyService.Gray(gray, track: 1), TinyService.Gray(gray, track: 2)));
        var state = (await first.AskAsync(new FaceStreamServiceStreamScoreRequest { EndedTrackIds = { 2 }, StateWanted = true })).State;

        using var second = service.Client.StreamScore();
        var request = TinyService.Frame(TinyService.Gray(s_grays[4], track: 1), TinyService.Gray(s_grays[4], track: 2));
        request.State = state;
        var scores = (await second.AskAsync(request)).Scores;

        AssertAfter(scores[0], s_grays[..5]);
        AssertAfter(scores[1], s_grays[4]);
    }

    [Fact]
    public async Task StreamScore_StateWantedAmongPipelinedRequests_IsThatOfItsMoment()
    {
        await using var service = await TinyService.StartAsync("stateful");
        using var first = service.Client.StreamScore();
        var answers = await first.SendAllAsync(s_grays.Select((g, i) =>
        {
            var request = TinyService.Frame(TinyService.Gray(g));
            request.StateWanted = i == 2;
            return request;
        }));

        Assert.Equal([2], answers.Index().Where(a => !a.Item.State.IsEmpty).Select(a => a.Index));
        using var second = service.Client.StreamScore();
        var request = TinyService.Frame(TinyService.Gray(s_grays[3]));
        request.State = answers[2].State;
        AssertAfter((await second.AskAsync(request)).Scores[0], s_grays[..4]);
    }

    [Fact]
    public async Task StreamScore_StateOfAnotherVersion_IsAsGoodAsNone()
    {
        await using var old = await TinyService.StartAsync("stateful", m => m["version"] = "0");
        await using var service = await TinyService.StartAsync("stateful");
        using var first = old.Client.StreamScore();
        var wanted = TinyService.Frame(TinyService.Gray(100));
        wanted.StateWanted = true;
        var state = (await first.AskAsync(wanted)).State;

        using var second = service.Client.StreamScore();
        var request = TinyService.Frame(TinyService.Gray(50));
        request.State = state;
        AssertAfter((await second.AskAsync(request)).Scores[0], 50);
    }

    [Theory]
    [InlineData("frame")]
    [InlineData("clip")]
    public async Task StreamScore_NothingToHandOn_GivesNoState(string network)
    {
        await using var service = await TinyService.StartAsync(network);
        using var call = service.Client.StreamScore();
        var wanted = TinyService.Frame(TinyService.Gray(100));
        wanted.StateWanted = true;

        Assert.True((await call.AskAsync(wanted)).State.IsEmpty);
    }

    [Fact]
    public async Task StreamScore_FaceTsmLive_ScoresAsIfUndisturbed()
    {
        await using var service = await RunningService.StartAsync("FaceStream", FaceStreamHost.Build, ("FaceStream:Model", "face-tsm-live"));
        var client = new FaceStreamService.FaceStreamServiceClient(service.Channel);
        var requests = FaceSamples.Of(ImageFormat.Bgr24, [.. Enumerable.Range(0, 10).Select(i => i * 5)])
            .Select(s => new FaceStreamServiceStreamScoreRequest { Samples = { s } })
            .ToArray();
        using var undisturbed = client.StreamScore();
        var expected = await undisturbed.SendAllAsync(requests);

        using var first = client.StreamScore();
        foreach (var request in requests[..5])
            await first.AskAsync(request);
        requests[5].State = (await first.AskAsync(new FaceStreamServiceStreamScoreRequest { StateWanted = true })).State;
        using var second = client.StreamScore();
        var actual = await second.SendAllAsync(requests[5..]);

        foreach (var (e, a) in expected.Skip(5).Zip(actual))
            ScoreAssert.Same(e.Scores[0], a.Scores[0], tolerance: 1e-3f);
        Assert.InRange(requests[5].State.Length, 10_000, 60_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task StreamScore_RandomState_IsAsGoodAsNone(int length)
    {
        await using var service = await TinyService.StartAsync("stateful");
        using var call = service.Client.StreamScore();
        var request = TinyService.Frame(TinyService.Gray(50));
        request.State = ByteString.CopyFrom([.. Enumerable.Range(0, length).Select(i => (byte)(i * 37))]);

        AssertAfter((await call.AskAsync(request)).Scores[0], 50);
    }

    /// <summary>The score is that of a track which has shown these grays, but for the rounding of its states.</summary>
    private static void AssertAfter(Score score, params byte[] grays)
    {
        var (a, b) = (0f, 0f);
        foreach (var gray in grays)
            (a, b) = ((a / 2) + (gray / 255f), (b / 2) + (2 * gray / 255f));
        Assert.NotNull(score.Logits);
        foreach (var (expected, actual) in new[] { a, b, grays.Length }.Zip(score.Logits.Values))
            Assert.Equal(expected, actual, 1e-3f);
    }
}
