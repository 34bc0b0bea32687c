using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.BodyStream.Tests;

public sealed class StreamScoreTests(BodyService service) : IClassFixture<BodyService>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task StreamScore_UnevenSamples_GivesTheSameAsScore(int seed)
    {
        var samples = Mover.Uneven(6, seed);
        using var call = service.Client.StreamScore();
        var streamed = new List<Score>();
        foreach (var sample in samples)
            streamed.Add((await call.AskAsync(sample)).Scores[0]);

        // What a session knows after n samples is what a clip of them says, at every n.
        var clips = Enumerable.Range(1, samples.Count).Select(n => samples.Take(n));
        var scored = await service.Client.ScoreAsync(BodyCalls.Batch([.. clips]));

        for (var i = 0; i < samples.Count; i++)
            BodyCalls.AssertSame(scored.Scores[i], streamed[i]);
        Assert.Contains(streamed, s => s.Absence?.Reason == AbsenceReason.WarmingUp);
        Assert.Contains(streamed, s => s.Absence?.Reason == AbsenceReason.NotFound);
        Assert.True(streamed.Count(s => s.Logits != null) > samples.Count / 2, "Too few samples were scored.");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public async Task StreamScore_OnlyEveryFewIsScored_TheScoresAreTheSame(int every)
    {
        var samples = Mover.Uneven(6, 1);
        using var all = service.Client.StreamScore();
        var expected = await all.SendAllAsync(samples.Select(s => new BodyStreamServiceStreamScoreRequest { Samples = { s } }));
        using var some = service.Client.StreamScore();
        var actual = await some.SendAllAsync(samples.Chunk(every).Select(c => new BodyStreamServiceStreamScoreRequest { Unscored = { c.SkipLast(1) }, Samples = { c[^1] } }));

        Assert.Equal((samples.Count + every - 1) / every, actual.Count);
        for (var i = 0; i < actual.Count; i++)
            BodyCalls.AssertSame(expected[Math.Min(((i + 1) * every) - 1, samples.Count - 1)].Scores[0], Assert.Single(actual[i].Scores));
        Assert.Contains(actual, a => a.Scores[0].Logits != null);
    }

    [Fact]
    public async Task StreamScore_UnscoredSampleCannotBeUsed_IsLeftOut()
    {
        var samples = Mover.Over(2, 25);
        using var whole = service.Client.StreamScore();
        var expected = await whole.AskAsync(new BodyStreamServiceStreamScoreRequest { Unscored = { samples.SkipLast(1) }, Samples = { samples[^1] } });
        using var broken = service.Client.StreamScore();
        var request = new BodyStreamServiceStreamScoreRequest { Unscored = { samples.SkipLast(1) }, Samples = { samples[^1] } };
        request.Unscored.Insert(5, new Sample { TrackId = 1, Sequence = 1 });

        BodyCalls.AssertSame(expected.Scores[0], (await broken.AskAsync(request)).Scores[0]);
    }

    [Fact]
    public async Task StreamScore_TooManyUnscored_EndsWithTheNumber()
    {
        using var call = service.Client.StreamScore();
        var request = new BodyStreamServiceStreamScoreRequest { Unscored = { Enumerable.Repeat(Mover.At(1), 1025) } };

        var e = await Assert.ThrowsAsync<RpcException>(() => call.AskAsync(request));

        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Contains("1025 unscored samples; 1024 are allowed", e.Status.Detail);
    }

    [Fact]
    public async Task StreamScore_NewTrack_WarmsUpThenScores()
    {
        using var call = service.Client.StreamScore();

        // 12 frames at 12.5 frames/s are needed: 11 steps of 0.08 s.
        var early = await call.FeedAsync(Mover.Over(0.8, 25));
        var last = await call.FeedAsync([Mover.At(0.84), Mover.At(0.88)]);

        Assert.Equal(AbsenceReason.WarmingUp, early.Absence.Reason);
        Assert.Equal("0.9 s of 1.0 s seen", early.Absence.Detail);
        Assert.Equal(7, last.Logits.Values.Count);
    }

    [Fact]
    public async Task StreamScore_NoKeypoints_IsNotFoundAndTheTrackGoesOn()
    {
        using var call = service.Client.StreamScore();
        await call.FeedAsync(Mover.Over(2, 25));

        var lost = (await call.AskAsync(new Sample { TrackId = 1, Sequence = 7, CaptureTime = Mover.Time(2.04) })).Scores[0];
        var found = await call.FeedAsync([Mover.At(2.08)]);

        Assert.Equal(AbsenceReason.NotFound, lost.Absence.Reason);
        Assert.Equal(7ul, lost.Sequence);
        Assert.Equal(7, found.Logits.Values.Count);
    }

    [Theory]
    [InlineData("no capture time")]
    [InlineData("bad capture time")]
    [InlineData("time goes back")]
    [InlineData("16 keypoints")]
    [InlineData("not a number")]
    public async Task StreamScore_BadSample_LeavesNoTrace(string what)
    {
        using var call = service.Client.StreamScore();
        using var untroubled = service.Client.StreamScore();
        await call.FeedAsync(Mover.Over(2, 25));
        await untroubled.FeedAsync(Mover.Over(2, 25));
        var sample = Mover.At(2.04);
        BadSamples.Spoil(sample, what);

        var bad = (await call.AskAsync(sample)).Scores[0];

        Assert.Equal(AbsenceReason.InvalidSample, bad.Absence.Reason);
        Assert.NotEmpty(bad.Absence.Detail);
        BodyCalls.AssertSame(await untroubled.FeedAsync([Mover.At(2.08)]), await call.FeedAsync([Mover.At(2.08)]));
    }

    [Fact]
    public async Task StreamScore_EndedTrack_IsForgotten()
    {
        using var call = service.Client.StreamScore();
        await call.FeedAsync(Mover.Over(2, 25, track: 1));
        await call.FeedAsync(Mover.Over(2, 25, track: 2));

        var last = await call.AskAsync(new BodyStreamServiceStreamScoreRequest { Samples = { Mover.At(2.04) }, EndedTrackIds = { 1 } });
        var ended = await call.FeedAsync([Mover.At(2.08)]);
        var other = await call.FeedAsync([Mover.At(2.08, track: 2)]);

        Assert.NotNull(last.Scores[0].Logits);
        Assert.Equal(AbsenceReason.WarmingUp, ended.Absence.Reason);
        Assert.NotNull(other.Logits);
    }

    [Fact]
    public async Task StreamScore_TwoSessions_DoNotMixTracks()
    {
        using var one = service.Client.StreamScore();
        using var two = service.Client.StreamScore();
        var (calm, lively) = (Mover.Over(3, 25, speed: 0.2), Mover.Over(3, 25, speed: 3));

        // The same track id, in turns.
        Score? ofOne = null, ofTwo = null;
        for (var i = 0; i < calm.Count; i++)
        {
            ofOne = await one.FeedAsync([calm[i]]);
            ofTwo = await two.FeedAsync([lively[i]]);
        }

        var alone = await service.Client.ScoreAsync(BodyCalls.Batch(calm, lively));
        BodyCalls.AssertSame(alone.Scores[0], ofOne!);
        BodyCalls.AssertSame(alone.Scores[1], ofTwo!);
    }

    [Fact]
    public async Task StreamScore_TwoPersonsInEveryFrame_AreScoredApart()
    {
        using var call = service.Client.StreamScore();
        var (calm, lively) = (Mover.Over(3, 25, track: 1, speed: 0.2), Mover.Over(3, 25, track: 2, speed: 3));

        BodyStreamServiceStreamScoreResponse? last = null;
        for (var i = 0; i < calm.Count; i++)
            last = await call.AskAsync(calm[i], lively[i]);

        var alone = await service.Client.ScoreAsync(BodyCalls.Batch(calm, lively));
        Assert.Equal([1u, 2u], last!.Scores.Select(s => s.TrackId));
        BodyCalls.AssertSame(alone.Scores[0], last.Scores[0]);
        BodyCalls.AssertSame(alone.Scores[1], last.Scores[1]);
    }

    [Fact]
    public async Task StreamScore_TooManyTracks_ForgetsTheLongestSilent()
    {
        await using var small = await RunningService.StartAsync("BodyStream", BodyStreamHost.Build, ("BodyStream:MaximumTracks", "2"));
        using var call = new BodyStreamService.BodyStreamServiceClient(small.Channel).StreamScore();
        await call.FeedAsync(Mover.Over(2, 25, track: 1));
        await call.FeedAsync(Mover.Over(2, 25, track: 2));
        await call.FeedAsync([Mover.At(2.04, track: 1)]);

        await call.FeedAsync([Mover.At(2.08, track: 3)]);
        var kept = await call.FeedAsync([Mover.At(2.08, track: 1)]);
        var silent = await call.FeedAsync([Mover.At(2.08, track: 2)]);

        Assert.NotNull(kept.Logits);
        Assert.Equal(AbsenceReason.WarmingUp, silent.Absence.Reason);
    }

    [Fact]
    public async Task StreamScore_PipelinedRequests_AreAnsweredInOrder()
    {
        var samples = Mover.Over(3, 50);
        using var call = service.Client.StreamScore();

        var responses = await call.SendAllAsync(samples.Select(s => new BodyStreamServiceStreamScoreRequest { Samples = { s } }));

        Assert.Equal(samples.Select(s => s.Sequence), responses.Select(r => r.Scores[0].Sequence));
        BodyCalls.AssertSame((await service.Client.ScoreAsync(BodyCalls.Batch(samples))).Scores[0], responses[^1].Scores[0]);
    }

    [Fact]
    public async Task StreamScore_ServiceStops_EndsUnavailable()
    {
        await using var stopping = await RunningService.StartAsync("BodyStream", BodyStreamHost.Build);
        using var call = new BodyStreamService.BodyStreamServiceClient(stopping.Channel).StreamScore();
        await call.FeedAsync([Mover.At(0)]);

        var stop = stopping.App.StopAsync();
        var fault = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        await stop;

        Assert.Equal((StatusCode.Unavailable, "The service is stopping."), (fault.StatusCode, fault.Status.Detail));
    }
}
