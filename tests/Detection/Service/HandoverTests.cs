using EmotionGrpc.Detection.Saved;
using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Detection.Tests.Service;

/// <summary>A session's tracks go on in another session, as if it had never ended.</summary>
public sealed class HandoverTests(RunningDetection service) : IClassFixture<RunningDetection>
{
    private static readonly IReadOnlyList<ByteString> s_frames = Video.Jpegs(Repository.SampleVideo, 12, every: 3);

    [Fact]
    public async Task StreamDetect_StateHandedOn_GivesWhatAnUndisturbedSessionGives()
    {
        using var empty = new OpenCvSharp.Mat(300, 400, OpenCvSharp.MatType.CV_8UC3, new OpenCvSharp.Scalar(90, 90, 90));
        OpenCvSharp.Cv2.ImEncode(".jpg", empty, out var file);
        var nobody = ByteString.CopyFrom(file);
        // Nobody between 4 and 5, so that the second session has to find the person whom only the first one saw; at the end the track runs out.
        var requests = s_frames.Select((f, i) => StreamRequests.Frame((ulong)i + 1, Images.Jpeg(i is 4 or 5 or > 9 ? nobody : f), i < 10 ? i * 0.12 : i)).ToList();
        using var undisturbed = service.Client.StreamDetect();
        var expected = await undisturbed.SendAllAsync(requests);

        using var first = service.Client.StreamDetect();
        requests[4].StateWanted = true;
        var before = await first.SendAllAsync(requests.Take(5));
        requests[5].State = before[4].State;
        using var second = service.Client.StreamDetect();
        var after = await second.SendAllAsync(requests.Skip(5));

        Assert.Equal([true, false, false, false, false, false, false], after.Select(a => a.Resumed));
        Assert.Equal(expected.Skip(5).Select(Summary), after.Select(Summary));
        Assert.Contains(after, a => a.Detection.Persons.Any(p => p.TrackId == 1));
        Assert.Contains(after, a => a.Detection.EndedTrackIds.Contains(1));
    }

    [Fact]
    public async Task StreamDetect_StateWantedAlone_IsAnsweredWithoutOutcomeInItsTurn()
    {
        using var call = service.Client.StreamDetect();

        var answers = await call.SendAllAsync([StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 0), new StreamDetectRequest { StateWanted = true }, StreamRequests.Frame(2, Images.Jpeg(s_frames[1]), 1)]);

        Assert.Equal((0ul, StreamDetectResponse.OutcomeOneofCase.None), (answers[1].Sequence, answers[1].OutcomeCase));
        Assert.False(answers[1].State.IsEmpty);
        Assert.True(answers[2].State.IsEmpty);
        Assert.NotNull(answers[2].Detection);
    }

    [Fact]
    public async Task StreamDetect_FramesBeforeTheState_AreRefused()
    {
        var state = await StateAsync();
        using var call = service.Client.StreamDetect();

        var resumed = await call.AskAsync(new StreamDetectRequest { State = state });
        var old = await call.AskAsync(StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 0));

        Assert.True(resumed.Resumed);
        Assert.Equal(FrameErrorReason.SequenceNotIncreasing, old.Error.Reason);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("cut off")]
    [InlineData("not a number")]
    [InlineData("three filters")]
    [InlineData("another format")]
    public async Task StreamDetect_StateThatIsNotUnderstood_IsAsGoodAsNone(string kind)
    {
        using var call = service.Client.StreamDetect();
        var request = StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 0);
        request.State = Spoil(await StateAsync(), kind);

        var answer = await call.AskAsync(request);

        Assert.False(answer.Resumed);
        Assert.Equal(1u, Assert.Single(answer.Detection.Persons).TrackId);
    }

    private static ByteString Spoil(ByteString state, string kind)
    {
        var saved = SavedSession.Parser.ParseFrom(state);
        switch (kind)
        {
            case "random":
                return ByteString.CopyFrom([.. Enumerable.Range(0, 300).Select(i => (byte)(i * 37))]);
            case "cut off":
                return ByteString.CopyFrom(state.Span[..^7]);
            case "not a number":
                saved.Tracks[0].Filters[2].Velocity = double.NaN;
                break;
            case "three filters":
                saved.Tracks[0].Filters.RemoveAt(3);
                break;
            case "another format":
                saved.Format++;
                break;
        }

        return saved.ToByteString();
    }

    private static string Summary(StreamDetectResponse answer)
    {
        var detection = answer.Detection.Clone();
        detection.Times.Clear();
        return detection.ToString();
    }

    private async Task<ByteString> StateAsync()
    {
        using var call = service.Client.StreamDetect();
        await call.AskAsync(StreamRequests.Frame(1, Images.Jpeg(s_frames[0]), 0));
        var request = StreamRequests.Frame(2, Images.Jpeg(s_frames[1]), 0.12);
        request.StateWanted = true;
        return (await call.AskAsync(request)).State;
    }
}
