using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace EmotionGrpc.Integration.Tests;

/// <summary>Services that die, come back, are slow or speak of other labels, while a session goes on.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task BodyStream_KilledAndStartedAgain_ResultsGoOnAndBodyComesBack()
    {
        await using var suite = await SplitSuite.StartAsync(settings: Patience.Settings);
        using var channel = GrpcChannel.ForAddress(suite.Fusion.Address);
        using var session = new LiveSession(channel);
        await session.OpenAsync();
        var sequence = await AskUntilAsync(session, 0, r => Body(r).Logits.Count > 0);

        await suite.BodyStream.KillAsync();
        sequence = await AskUntilAsync(session, sequence, r => Body(r).Absence?.Reason == AbsenceReason.Unavailable && Face(r).Weight == 1 && r.Persons[0].Emotion.Label.Length > 0);

        await suite.RestartBodyStreamAsync();
        await AskUntilAsync(session, sequence, r => Body(r).Logits.Count > 0 && Face(r).Logits.Count > 0);
    }

    [Fact]
    public async Task Detection_KilledAndStartedAgain_FramesAreAnsweredByErrorsUntilItIsBack()
    {
        await using var suite = await SplitSuite.StartAsync(settings: Patience.Settings);
        using var channel = GrpcChannel.ForAddress(suite.Fusion.Address);
        using var session = new LiveSession(channel);
        await session.OpenAsync();
        var before = (await session.AskAsync(SampleFrames.Frame(1))).Result;

        await suite.Detection.KillAsync();
        var sequence = 1ul;
        RecognizeResponse lost;
        do
        {
            // Worth little, so that it need not be waited for until Detection is back. Where it was worth nothing any more when its turn came, another is sent.
            var frame = SampleFrames.Frame(++sequence);
            frame.TimeToLive = Duration.FromTimeSpan(TimeSpan.FromSeconds(1));
            lost = await session.AskAsync(frame);
        }
        while (lost.Dropped is { Reason: DropReason.Expired });
        Assert.Equal((sequence, FrameErrorReason.DetectionUnavailable), (lost.Error.Sequence, lost.Error.Reason));

        await suite.RestartDetectionAsync();
        // This one waits until the lost connection is there again.
        var after = await session.AskAsync(SampleFrames.Frame(sequence + 1));

        Assert.True(after.Result != null, $"{after}");
        Assert.NotEqual(before.Persons[0].TrackId, Assert.Single(after.Result.Persons).TrackId);
    }

    [Fact]
    public async Task Detection_OneOfTwoStoppedThenTheOtherKilled_NoFrameIsLostAndTheTrackGoesOn()
    {
        await using var suite = await SplitSuite.StartAsync();
        var first = suite.Detection;
        await using var second = await ServiceProcess.StartServiceAsync("Detection", Ports.Free());
        await using var fusion = await suite.StartFusionAsync(
            [$"--Fusion:Detection={first.Address},{second.Address}", "--Fusion:ResumeSeconds=0.1", .. Patience.Settings]);
        using var channel = GrpcChannel.ForAddress(fusion.Address);
        using var client = new ResumableClient(new SessionOptions(), SampleFrames.Frame);
        await client.OpenAsync(channel);
        await client.StreamAsync(1, 10);

        // Frames are in hand when it is told to stop.
        var stopping = first.TerminateAsync();
        await client.StreamAsync(11, 25);
        Assert.Equal(0, await stopping);
        await suite.RestartDetectionAsync();
        await client.SendAsync(26, 28);
        await second.KillAsync();
        await client.StreamAsync(29, 45);

        Assert.Equal(45, client.Answers.Count);
        Assert.All(client.Answers.Values, a => Assert.Equal(1u, Assert.Single(a.Result.Persons).TrackId));
    }

    [Fact]
    public async Task FaceStream_TooSlow_IsAbsentAsTimedOut()
    {
        await using var slow = await TestFaceStream.StartAsync(["neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear"], answers: false);
        await using var suite = await SplitSuite.StartAsync(slow.Address, [.. Patience.Settings, "--Fusion:StreamTimeoutMilliseconds=50"]);
        using var channel = GrpcChannel.ForAddress(suite.Fusion.Address);
        using var session = new LiveSession(channel);
        await session.OpenAsync();
        var answer = (await session.AskAsync(SampleFrames.Frame(1))).Result;
        Assert.Equal(AbsenceReason.TimedOut, Face(answer).Absence.Reason);
    }

    [Fact]
    public async Task FaceStream_OtherLabels_IsRefusedAndTheBodySaysSo()
    {
        await using var other = await TestFaceStream.StartAsync(["bored", "engaged"], answers: true);
        await using var suite = await SplitSuite.StartAsync(other.Address, Patience.Settings);
        using var channel = GrpcChannel.ForAddress(suite.Fusion.Address);
        using var session = new LiveSession(channel);
        var opened = await session.OpenAsync();
        Assert.Equal(["bored", "engaged"], opened.Labels);
        var answer = (await session.AskAsync(SampleFrames.Frame(1))).Result;
        Assert.Equal(AbsenceReason.TaxonomyMismatch, Body(answer).Absence.Reason);
        Assert.Contains("bored", Body(answer).Absence.Detail);
        Assert.Equal("engaged", answer.Persons[0].Emotion.Label);
    }

    private static StreamContribution Body(FrameResult result) => result.Persons[0].Emotion.Streams.Single(s => s.Stream == StreamKind.Body);

    private static StreamContribution Face(FrameResult result) => result.Persons[0].Emotion.Streams.Single(s => s.Stream == StreamKind.Face);

    /// <summary>Sends frames until a result is as wanted; every frame must be answered by a result.</summary>
    private static async Task<ulong> AskUntilAsync(LiveSession session, ulong sequence, Func<FrameResult, bool> wanted)
    {
        for (var i = 0; i < 600; i++)
        {
            var answer = await session.AskAsync(SampleFrames.Frame(++sequence));
            Assert.True(answer.Result != null, $"{answer}");
            if (wanted(answer.Result))
                return sequence;
        }

        Assert.Fail("600 frames did not bring the wanted result.");
        return sequence;
    }
}
