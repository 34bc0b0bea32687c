using EmotionGrpc.Detection.Geometry;
using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Detection.Tests.Service;

public sealed class CadenceTests(RunningDetection service) : IClassFixture<RunningDetection>
{
    // As a camera of 12.5 frames/s sees it.
    private const double Step = 0.08;
    private const uint Cadence = 4;

    private static readonly IReadOnlyList<ByteString> s_frames = Video.Jpegs(Repository.SampleVideo, 60, every: 2);

    [Fact]
    public async Task StreamDetect_Cadence_FollowsBetweenSearchesAndFindsThePersonWhereASearchDoes()
    {
        var searched = await StreamAsync(s_frames, 1);
        var followed = await StreamAsync(s_frames, Cadence);

        Assert.DoesNotContain(searched, d => d.Followed);
        Assert.InRange(followed.Count(d => d.Followed), s_frames.Count / 4, s_frames.Count - (s_frames.Count / (int)Cadence));
        Assert.DoesNotContain(followed.Where((_, i) => i % Cadence == 0), d => d.Followed);
        Assert.All(followed.Where(d => d.Followed), d => Assert.DoesNotContain(d.Times, t => t.Stage == "pose"));
        foreach (var (one, other) in searched.Zip(followed))
        {
            var (expected, person) = (Assert.Single(one.Persons), Assert.Single(other.Persons));
            Assert.Equal(1u, person.TrackId);
            Assert.Equal(17, person.Keypoints.Count);
            Assert.InRange(BoundingBox.From(person.Face.Box).Iou(BoundingBox.From(expected.Face.Box)), 0.6f, 1.001f);
            Assert.InRange(BoundingBox.From(person.Box).Iou(BoundingBox.From(expected.Box)), 0.6f, 1.001f);
            Assert.NotNull(person.Face.Mask);
        }
    }

    [Fact]
    public async Task StreamDetect_PersonGone_IsSearchedForOutOfTurn()
    {
        var gray = Images.Gray(400, 300, 90);
        using var call = service.Client.StreamDetect();

        await AskAsync(Images.Jpeg(s_frames[0]), 1);
        var gone = await AskAsync(gray, 2);
        var stillGone = await AskAsync(gray, 3);

        Assert.False(gone.Followed);
        Assert.Empty(gone.Persons);
        // Nobody to follow is followed at once.
        Assert.True(stillGone.Followed);
        Assert.Empty(stillGone.Persons);

        async Task<V1.Detection> AskAsync(Image image, ulong sequence) =>
            (await call.AskAsync(WithCadence(StreamRequests.Frame(sequence, image, sequence * Step), 10))).Detection;
    }

    [Fact]
    public async Task StreamDetect_LowFrameRate_IsSearchedEveryTime()
    {
        using var call = service.Client.StreamDetect();

        var answers = await call.SendAllAsync(s_frames.Take(6).Select((f, i) => WithCadence(StreamRequests.Frame((ulong)i + 1, Images.Jpeg(f), i * 1.5), 10)));

        Assert.DoesNotContain(answers, a => a.Detection.Followed);
    }

    [Fact]
    public async Task StreamDetect_BrokenPictureBetweenSearches_IsAnsweredAndTheSessionLivesOn()
    {
        using var call = service.Client.StreamDetect();
        await call.AskAsync(WithCadence(StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 0), 10));

        var broken = await call.AskAsync(WithCadence(StreamRequests.Frame(2, Images.Jpeg(ByteString.CopyFrom(s_frames[1].Span[..1000])), Step), 10));
        var next = await call.AskAsync(WithCadence(StreamRequests.Frame(3, Images.Jpeg(s_frames[1]), 2 * Step), 10));

        Assert.Equal(FrameErrorReason.InvalidImage, broken.Error.Reason);
        Assert.Equal(1u, Assert.Single(next.Detection.Persons).TrackId);
    }

    [Fact]
    public async Task StreamDetect_CadenceOutOfRange_IsAnsweredAndTheSessionLivesOn()
    {
        using var call = service.Client.StreamDetect();

        var bad = await call.AskAsync(WithCadence(StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 0), 101));
        var next = await call.AskAsync(WithCadence(StreamRequests.Frame(2, Images.Jpeg(s_frames[0]), Step), 100));

        Assert.Equal(FrameErrorReason.InvalidCadence, bad.Error.Reason);
        Assert.Contains("0 to 100", bad.Error.Message, StringComparison.Ordinal);
        Assert.Single(next.Detection.Persons);
    }

    [Fact]
    public async Task StreamDetect_Resumed_BeginsWithASearch()
    {
        using var first = service.Client.StreamDetect();
        await first.AskAsync(WithCadence(StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 0), 10));
        var state = (await first.AskAsync(new StreamDetectRequest { StateWanted = true })).State;
        using var second = service.Client.StreamDetect();
        var request = WithCadence(StreamRequests.Frame(2, Images.Jpeg(s_frames[1]), Step), 10);
        request.State = state;

        var answer = await second.AskAsync(request);

        Assert.True(answer.Resumed);
        Assert.False(answer.Detection.Followed);
        Assert.Equal(1u, Assert.Single(answer.Detection.Persons).TrackId);
    }

    private async Task<List<V1.Detection>> StreamAsync(IReadOnlyList<ByteString> frames, uint cadence)
    {
        using var call = service.Client.StreamDetect();
        var answers = await call.SendAllAsync(frames.Select((f, i) => WithCadence(StreamRequests.Frame((ulong)i + 1, Images.Jpeg(f), i * Step), cadence)));
        return [.. answers.Select(a => a.Detection)];
    }

    private static StreamDetectRequest WithCadence(StreamDetectRequest request, uint cadence)
    {
        request.Cadence = cadence;
        return request;
    }
}
