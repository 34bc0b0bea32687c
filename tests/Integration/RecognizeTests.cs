using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EmotionGrpc.Integration.Tests;

[Collection(SuiteCollection.Name)]
public sealed class RecognizeTests(SuiteFixture suite)
{
    [Fact]
    public async Task Recognize_FramesWithinCredits_EachIsAnsweredByAResult()
    {
        using var session = new LiveSession(suite.Channel);
        var opened = await session.OpenAsync();
        Assert.Equal(7, opened.Labels.Count);
        Assert.Equal(FusionPolicy.OcclusionAware, opened.Options.Fusion.Policy);
        for (var i = 1ul; i <= 20; i++)
        {
            var answer = await session.AskAsync(SampleFrames.Frame(i));
            Assert.Equal(i, answer.Result.Sequence);
            var person = Assert.Single(answer.Result.Persons);
            Assert.Equal(1u, person.TrackId);
            Assert.Equal(opened.Labels, person.Emotion.Scores.Select(s => s.Label));
            Assert.Equal(1, person.Emotion.Scores.Sum(s => s.Probability), 3);
        }

        await session.CloseAsync();
        var closed = Assert.Single(await session.ReadAllAsync()).Closed;
        Assert.Equal(new SessionCounts { Received = 20, Results = 20 }, closed.Counts);
    }

    [Fact]
    public async Task Recognize_SessionsAtOnce_EachIsAnsweredAsIfAlone()
    {
        // Pictures' memory is used again as soon as they are answered: what one session shows must never appear in another.
        const int sessions = 4;
        var alone = new List<RecognizeResponse[]>();
        for (var i = 0; i < sessions; i++)
            alone.Add(await AskAsync(i));

        var together = await Task.WhenAll(Enumerable.Range(0, sessions).Select(i => Task.Run(() => AskAsync(i))));

        for (var i = 0; i < sessions; i++)
        {
            foreach (var (expected, actual) in alone[i].Zip(together[i]))
                ResultAssert.Same(expected, actual);
        }

        async Task<RecognizeResponse[]> AskAsync(int number)
        {
            using var session = new LiveSession(suite.Channel);
            await session.OpenAsync(new SessionOptions { TimeToLive = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)) });
            var answers = new RecognizeResponse[8];
            for (var i = 0; i < answers.Length; i++)
            {
                var frame = SampleFrames.Frame((ulong)i + 1);
                frame.Image = SampleFrames.Frame((ulong)(1 + i + (number * SampleFrames.Jpegs.Count / sessions))).Image;
                answers[i] = await session.AskAsync(frame);
            }

            return answers;
        }
    }

    [Fact]
    public async Task Recognize_LongEnough_BodyJoinsTheFace()
    {
        using var session = new LiveSession(suite.Channel);
        await session.OpenAsync();
        StreamContribution? body = null;
        for (var i = 1ul; i <= 60; i++)
            body = (await session.AskAsync(SampleFrames.Frame(i))).Result.Persons[0].Emotion.Streams.Single(s => s.Stream == StreamKind.Body);
        Assert.NotEmpty(body!.Logits);
        Assert.InRange(body.Weight, 0.0001f, 0.9999f);
    }

    [Fact]
    public async Task Recognize_FramesBetweenSegments_ArePassedOnWithTheNextSegmentAndAskNoStream()
    {
        using var session = new LiveSession(suite.Channel);
        await session.OpenAsync();
        var results = new List<FrameResult>();
        for (var i = 1ul; i <= 60; i++)
            results.Add((await session.AskAsync(SampleFrames.Frame(i))).Result);

        Assert.InRange(results.Count(r => !r.Segment), 30, 59);
        Assert.All(results, r => Assert.Equal(r.Segment, r.Times.Any(t => t.Stage == "body-stream")));
        // A second and more of movement stands behind the scores, although few frames were asked about.
        Assert.Contains(results, r => r.Persons[0].Emotion.Streams.Single(s => s.Stream == StreamKind.Body).Logits.Count > 0);
    }

    [Fact]
    public async Task Recognize_FloodBeyondCredits_EveryFrameIsAnsweredOnce()
    {
        const int count = 60;
        using var session = new LiveSession(suite.Channel);
        await session.OpenAsync();
        var reading = session.ReadAllAsync();
        for (var i = 1ul; i <= count; i++)
            await session.SendAsync(SampleFrames.Frame(i));
        await session.CloseAsync();
        var answers = await reading;
        var closed = answers[^1].Closed.Counts;
        Assert.Equal((ulong)count, closed.Received);
        Assert.Equal(closed.Received, closed.Results + closed.Dropped + closed.Errors);
        Assert.True(closed.Dropped > 0, "A flood that nothing is dropped of is no flood.");
        var sequences = answers.Take(answers.Count - 1).Select(a => a.Result?.Sequence ?? a.Dropped.Sequence);
        Assert.Equal(Enumerable.Range(1, count).Select(i => (ulong)i), sequences.Order());
        Assert.All(answers.Where(a => a.Dropped != null), a => Assert.Equal(DropReason.Superseded, a.Dropped.Reason));
        Assert.Equal(count, (int)answers.Where(a => a.Result != null).Max(a => a.Result.Sequence));
    }

    [Fact]
    public async Task Recognize_TimeToLivePassed_FramesAreDroppedAsExpired()
    {
        using var session = new LiveSession(suite.Channel);
        var opened = await session.OpenAsync(new SessionOptions { TimeToLive = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(10)) });
        var reading = session.ReadAllAsync();
        for (var i = 1ul; i <= opened.Credits * 3; i++)
            await session.SendAsync(SampleFrames.Frame(i));
        await session.CloseAsync();
        var answers = await reading;
        Assert.Contains(answers, a => a.Dropped?.Reason == DropReason.Expired);
        Assert.Equal(opened.Credits * 3 + 1, (uint)answers.Count);
    }

    public static TheoryData<string, FrameErrorReason> BadKinds => new()
    {
        { "empty", FrameErrorReason.InvalidImage },
        { "truncated", FrameErrorReason.InvalidImage },
        { "jpeg of 30000x30000", FrameErrorReason.ImageTooLarge },
        { "format not known", FrameErrorReason.UnsupportedFormat },
        { "format not said", FrameErrorReason.UnsupportedFormat },
        { "jpeg called png", FrameErrorReason.InvalidImage },
        { "png with a chunk of gigabytes", FrameErrorReason.InvalidImage },
        { "random", FrameErrorReason.InvalidImage },
        { "raw of another size", FrameErrorReason.InvalidImage },
    };

    [Theory]
    [MemberData(nameof(BadKinds))]
    public async Task Recognize_BadImage_IsAnsweredAndTheSessionLivesOn(string kind, FrameErrorReason reason)
    {
        using var session = new LiveSession(suite.Channel);
        await session.OpenAsync();
        var bad = SampleFrames.Frame(1);
        bad.Image = BadImages.Make(kind, SampleFrames.Jpegs[0]);
        var error = (await session.AskAsync(bad)).Error;
        Assert.Equal((1ul, reason), (error.Sequence, error.Reason));
        Assert.True(error.Message.Length > 20, error.Message);
        Assert.Equal(2ul, (await session.AskAsync(SampleFrames.Frame(2))).Result.Sequence);
    }

    [Fact]
    public async Task Recognize_SequenceGoesBack_IsAnsweredAndTheSessionLivesOn()
    {
        using var session = new LiveSession(suite.Channel);
        await session.OpenAsync();
        await session.AskAsync(SampleFrames.Frame(5));
        var error = (await session.AskAsync(SampleFrames.Frame(4))).Error;
        Assert.Equal(FrameErrorReason.SequenceNotIncreasing, error.Reason);
        Assert.NotNull((await session.AskAsync(SampleFrames.Frame(6))).Result);
    }

    [Fact]
    public async Task Recognize_Heartbeat_IsAnswered()
    {
        using var session = new LiveSession(suite.Channel);
        await session.OpenAsync();
        var time = Timestamp.FromDateTime(DateTime.UtcNow);
        await session.SendAsync(new RecognizeRequest { Heartbeat = new Heartbeat { Time = time } });
        Assert.Equal(time, (await session.ReadAsync())!.Heartbeat.Time);
    }

    [Fact]
    public async Task Recognize_FrameBeforeOpen_FailsThePrecondition()
    {
        using var session = new LiveSession(suite.Channel);
        await session.SendAsync(SampleFrames.Frame(1));
        var e = await Assert.ThrowsAsync<RpcException>(session.ReadAsync);
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
        Assert.Contains("'open'", e.Status.Detail);
    }

    [Fact]
    public async Task Recognize_OpenTwice_FailsThePrecondition()
    {
        using var session = new LiveSession(suite.Channel);
        await session.OpenAsync();
        await session.SendAsync(new RecognizeRequest { Open = new SessionOpen() });
        var e = await Assert.ThrowsAsync<RpcException>(session.ReadAsync);
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
    }

    public static TheoryData<string, SessionOptions> BadOptions => new()
    {
        { "open.options.fusion.policy", new SessionOptions { Fusion = new FusionOptions { Policy = (FusionPolicy)99 } } },
        { "open.options.fusion.segments", new SessionOptions { Fusion = new FusionOptions { Segments = 65 } } },
        { "open.options.fusion.window", new SessionOptions { Fusion = new FusionOptions { Window = new Duration { Seconds = 61 } } } },
        { "open.options.fusion.window", new SessionOptions { Fusion = new FusionOptions { Window = new Duration { Seconds = long.MaxValue } } } },
        { "open.options.time_to_live", new SessionOptions { TimeToLive = new Duration() } },
        { "open.options.source", new SessionOptions { Source = new string('x', 65) } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task Recognize_BadOptions_NamesTheField(string field, SessionOptions options)
    {
        using var session = new LiveSession(suite.Channel);
        var e = await Assert.ThrowsAsync<RpcException>(() => session.OpenAsync(options));
        Assert.Equal(field, Fault.Field(e));
        Assert.Contains("allowed are", e.Status.Detail);
    }
}
