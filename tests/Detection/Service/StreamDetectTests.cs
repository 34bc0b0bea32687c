using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Detection.Tests.Service;

public sealed class StreamDetectTests(RunningDetection service) : IClassFixture<RunningDetection>
{
    private static readonly IReadOnlyList<ByteString> s_frames = Video.Jpegs(Repository.SampleVideo, 30, every: 5);

    public static TheoryData<string, FrameErrorReason> BadNames => BadPictures.Names;

    [Fact]
    public async Task StreamDetect_SampleVideo_FollowsOnePersonWithAFace()
    {
        using var call = service.Client.StreamDetect();

        var answers = await call.SendAllAsync([.. s_frames.Select((f, i) => StreamRequests.Frame((ulong)i + 1, Images.Jpeg(f), i * 0.2))]);

        Assert.Equal(Enumerable.Range(1, s_frames.Count).Select(i => (ulong)i), answers.Select(a => a.Sequence));
        Assert.All(answers, a =>
        {
            var person = Assert.Single(a.Detection.Persons);
            Assert.Equal(1u, person.TrackId);
            Assert.NotNull(person.Face);
            Assert.Contains(a.Detection.Times, t => t.Stage == "track");
        });
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task StreamDetect_BadPicture_IsAnsweredAndTheSessionLivesOn(string name, FrameErrorReason reason)
    {
        using var call = service.Client.StreamDetect();
        var first = await call.AskAsync(StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 0));

        var bad = await call.AskAsync(StreamRequests.Frame(2, BadImages.Make(name, s_frames[0]), 0.04));
        var next = await call.AskAsync(StreamRequests.Frame(3, Images.Jpeg(s_frames[0]), 0.08));

        AssertError(bad, 2, reason);
        Assert.Equal(Assert.Single(first.Detection.Persons).TrackId, Assert.Single(next.Detection.Persons).TrackId);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(0)]
    public async Task StreamDetect_SequenceNotIncreasing_IsAnsweredAndTheSessionLivesOn(ulong sequence)
    {
        using var call = service.Client.StreamDetect();
        await call.AskAsync(StreamRequests.Frame(5, Images.Jpeg(s_frames[0]), 0));

        var bad = await call.AskAsync(StreamRequests.Frame(sequence, Images.Jpeg(s_frames[0]), 1));
        var next = await call.AskAsync(StreamRequests.Frame(6, Images.Jpeg(s_frames[0]), 0.04));

        AssertError(bad, sequence, FrameErrorReason.SequenceNotIncreasing);
        Assert.Equal(1u, Assert.Single(next.Detection.Persons).TrackId);
    }

    [Fact]
    public async Task StreamDetect_TimeGoesBack_IsAnsweredAndTheSessionLivesOn()
    {
        using var call = service.Client.StreamDetect();
        await call.AskAsync(StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 1));

        var bad = await call.AskAsync(StreamRequests.Frame(2, Images.Jpeg(s_frames[0]), 0.5));
        var next = await call.AskAsync(StreamRequests.Frame(2, Images.Jpeg(s_frames[0]), 1));

        AssertError(bad, 2, FrameErrorReason.TimeGoesBack);
        Assert.Equal(1u, Assert.Single(next.Detection.Persons).TrackId);
    }

    [Fact]
    public async Task StreamDetect_BadCrops_AreAnsweredAndTheSessionLivesOn()
    {
        using var call = service.Client.StreamDetect();
        var good = new CropSpec { Kind = CropKind.Face, Width = 64, Height = 64, Format = ImageFormat.Rgb24 };

        var narrow = await call.AskAsync(StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 0, new CropSpec(good) { Width = 7 }));
        var many = await call.AskAsync(StreamRequests.Frame(2, Images.Jpeg(s_frames[0]), 0.04, [.. Enumerable.Repeat(good, 9)]));
        var next = await call.AskAsync(StreamRequests.Frame(3, Images.Jpeg(s_frames[0]), 0.08, good));

        AssertError(narrow, 1, FrameErrorReason.InvalidCrop);
        Assert.Contains("crops[0].width", narrow.Error.Message, StringComparison.Ordinal);
        AssertError(many, 2, FrameErrorReason.InvalidCrop);
        Assert.Single(Assert.Single(next.Detection.Persons).Crops);
    }

    [Fact]
    public async Task StreamDetect_RequestWithoutFrame_IsAnsweredAndTheSessionLivesOn()
    {
        using var call = service.Client.StreamDetect();

        AssertError(await call.AskAsync(new StreamDetectRequest()), 0, FrameErrorReason.InvalidImage);
        Assert.Single((await call.AskAsync(StreamRequests.Frame(1, Images.Jpeg(s_frames[0])))).Detection.Persons);
    }

    [Fact]
    public async Task StreamDetect_PersonLeaves_TellsTheEndOnce()
    {
        using var empty = new OpenCvSharp.Mat(300, 400, OpenCvSharp.MatType.CV_8UC3, new OpenCvSharp.Scalar(90, 90, 90));
        OpenCvSharp.Cv2.ImEncode(".jpg", empty, out var nobody);
        var requests = Enumerable.Range(0, 20).Select(i => StreamRequests.Frame((ulong)i + 1, Images.Jpeg(i < 4 || i > 16 ? s_frames[0] : ByteString.CopyFrom(nobody)), i * 0.25)).ToList();
        using var call = service.Client.StreamDetect();

        var answers = await call.SendAllAsync(requests);

        Assert.Equal([1u], answers.SelectMany(a => a.Detection.EndedTrackIds));
        Assert.Equal(2u, Assert.Single(answers[^1].Detection.Persons).TrackId);
    }

    [Fact]
    public async Task StreamDetect_AnswersReadLate_AllComeInOrder()
    {
        using var call = service.Client.StreamDetect();
        var crop = new CropSpec { Kind = CropKind.FullBody, Width = 1024, Height = 1024, Format = ImageFormat.Rgb24 };
        for (var i = 1; i <= 6; i++)
            await call.RequestStream.WriteAsync(StreamRequests.Frame((ulong)i, i == 3 ? null : Images.Jpeg(s_frames[0]), i * 0.04, crop));
        await call.RequestStream.CompleteAsync();

        var sequences = await call.ResponseStream.ReadAllAsync().Select(a => a.Sequence).ToListAsync();

        Assert.Equal([1UL, 2, 3, 4, 5, 6], sequences);
    }

    [SkippableFact]
    public async Task StreamDetect_TwoPeopleEmbrace_KeepTheirIdsAndFaces()
    {
        var path = SharedData.Require("media", "video", "two-people-full-body.mp4");
        using var call = service.Client.StreamDetect();

        var answers = await call.SendAllAsync([.. Video.Jpegs(path, 72).Select((f, i) => StreamRequests.Frame((ulong)i + 1, Images.Jpeg(f), i / 28.0))]);

        var start = answers[0].Detection.Persons.OrderBy(p => p.Box.X).Select(p => p.TrackId).ToList();
        Assert.Equal(2, start.Count);
        Assert.All(answers, a => Assert.Equal(start, a.Detection.Persons.OrderBy(p => p.Box.X).Select(p => p.TrackId)));
        // The one on the right turns away in the embrace: the visible face stays with the one on the left.
        Assert.All(answers.Skip(50), a => Assert.Equal([start[0]], a.Detection.Persons.Where(p => p.Face != null).Select(p => p.TrackId).Distinct()));
    }

    private static void AssertError(StreamDetectResponse answer, ulong sequence, FrameErrorReason reason)
    {
        Assert.Equal((sequence, sequence, reason), (answer.Sequence, answer.Error?.Sequence ?? ulong.MaxValue, answer.Error?.Reason ?? FrameErrorReason.Unspecified));
        Assert.NotEmpty(answer.Error!.Message);
    }
}
