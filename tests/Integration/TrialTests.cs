using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace EmotionGrpc.Integration.Tests;

/// <summary>New versions of a model beside the one in use: put in its place, on trial with a share of the sessions, or in its shadow.</summary>
public sealed class TrialTests(TinyFaces faces) : IClassFixture<TinyFaces>
{
    // With frames 0.2 s apart every frame is a segment and alone in the consensus: what a result says is what was scored at its frame.
    private static readonly SessionOptions s_everyFrame = new()
    {
        Fusion = new FusionOptions { Segments = 1, Window = Duration.FromTimeSpan(TimeSpan.FromSeconds(0.1)) },
    };

    [Fact]
    public async Task Reload_WhileASessionRuns_NoFrameIsLostAndFusionLearnsTheNewVersion()
    {
        var (face, models) = await faces.ServeAsync(1);
        var fusion = await faces.FuseAsync($"--Fusion:FaceStream={face.Address}");
        using var channel = GrpcChannel.ForAddress(fusion.Address);
        using var session = new LiveSession(channel);
        Assert.Equal("1", Assert.Single((await session.OpenAsync()).Models).Version);
        var results = await AskAsync(session, 1, 10);
        Assert.InRange(Face(results[^1]).Segments, 2u, 5u);

        TinyFaces.Release(models, 2);
        for (var i = 11ul; Face(results[^1]).Model.Version == "1"; i++)
            results.AddRange(await AskAsync(session, i, 1));

        // Scores of two versions do not meet in one consensus, and the face was never without a voice.
        Assert.Equal(1u, Face(results[^1]).Segments);
        Assert.All(results, r => Assert.Equal(3, Face(r).Logits.Count));
        await Eventually.TrueAsync(async () =>
        {
            using var another = new LiveSession(channel);
            return (await another.OpenAsync()).Models[0].Version == "2";
        });
    }

    [Fact]
    public async Task Canary_ShareOfTheSessions_IsDecidedByTheirIds()
    {
        var (canary, _) = await faces.ServeAsync(2);
        var fusion = await faces.FuseAsync($"--Fusion:Canary:FaceStream={canary.Address}", "--Fusion:Canary:Percent=40");
        using var channel = GrpcChannel.ForAddress(fusion.Address);

        var sides = new List<bool>();
        while (sides.Count < 30 || sides.Distinct().Count() < 2)
        {
            using var session = new LiveSession(channel);
            var opened = await session.OpenAsync(s_everyFrame);
            sides.Add(IsCanary(opened.SessionId, 40));
            Assert.Equal(sides[^1] ? "2" : "1", Assert.Single(opened.Models).Version);
            if (sides.Count % 5 == 1)
                Assert.Equal(opened.Models[0], Face((await AskAsync(session, 1, 1))[0]).Model);
        }
    }

    [Fact]
    public async Task Canary_SessionResumedAtAnotherInstance_StaysOnItsSide()
    {
        var (canary, _) = await faces.ServeAsync(2);
        string[] settings = [$"--Fusion:Canary:FaceStream={canary.Address}", "--Fusion:Canary:Percent=40", $"--Fusion:ResumeKeys={ResumeFixture.NewKey}"];
        using var first = GrpcChannel.ForAddress((await faces.FuseAsync(settings)).Address);
        using var second = GrpcChannel.ForAddress((await faces.FuseAsync(settings)).Address);

        var sides = new HashSet<string>();
        while (sides.Count < 2)
        {
            using var client = new ResumableClient(s_everyFrame, Frame);
            var before = await client.OpenAsync(first);
            await client.StreamAsync(1, 5);
            await client.ReadTokenAsync(1);
            var after = await client.OpenAsync(second);
            await client.StreamAsync(after.ResumedSequence + 1, 10);

            var model = Assert.Single(before.Models);
            Assert.Equal((before.SessionId, model), (after.SessionId, Assert.Single(after.Models)));
            Assert.Empty(after.LostContext);
            Assert.Equal(10, client.Answers.Count);
            Assert.All(client.Answers.Values, a => Assert.Equal((model, 3), (Face(a.Result).Model, Face(a.Result).Logits.Count)));
            sides.Add(model.Version);
        }
    }

    [Fact]
    public async Task Canary_LeftAndThereAgain_ASessionThatIsResumedElsewhereDoesNotComeBack()
    {
        var (canary, _) = await faces.ServeAsync(2);
        string[] settings = [$"--Fusion:Canary:FaceStream={canary.Address}", "--Fusion:Canary:Percent=100", $"--Fusion:ResumeKeys={ResumeFixture.NewKey}", "--Fusion:ResumeSeconds=0.1"];
        using var first = GrpcChannel.ForAddress((await faces.FuseAsync(settings)).Address);
        using var second = GrpcChannel.ForAddress((await faces.FuseAsync(settings)).Address);
        using var client = new ResumableClient(s_everyFrame, Frame);
        Assert.Equal("2", Assert.Single((await client.OpenAsync(first)).Models).Version);
        await client.StreamAsync(1, 5);
        await canary.KillAsync();
        var last = 5ul;
        do
            await client.StreamAsync(++last, last);
        while (Face(client.Answers[last].Result).Model.Version == "2");
        // A token that was written down after that frame.
        var left = last;
        while (client.Token!.Sequence <= left)
            await client.StreamAsync(++last, last);

        await faces.ServeAsync(2, canary.Port);
        await Eventually.TrueAsync(async () =>
        {
            using var another = new LiveSession(second);
            return (await another.OpenAsync()).Models[0].Version == "2";
        });
        var resumed = await client.OpenAsync(second);
        await client.StreamAsync(resumed.ResumedSequence + 1, last + 5);

        Assert.Equal("1", Assert.Single(resumed.Models).Version);
        Assert.Empty(resumed.LostContext);
        Assert.All(client.Answers.Where(a => a.Key > left), a => Assert.Equal(("1", 3), (Face(a.Value.Result).Model.Version, Face(a.Value.Result).Logits.Count)));
    }

    [Fact]
    public async Task Canary_Dies_ItsSessionsGoOnWithTheServiceInUse()
    {
        var (canary, _) = await faces.ServeAsync(2);
        var fusion = await faces.FuseAsync($"--Fusion:Canary:FaceStream={canary.Address}", "--Fusion:Canary:Percent=100");
        using var channel = GrpcChannel.ForAddress(fusion.Address);
        LiveSession[] sessions = [new(channel), new(channel)];
        foreach (var session in sessions)
        {
            await session.OpenAsync(s_everyFrame);
            Assert.All(await AskAsync(session, 1, 5), r => Assert.Equal(("2", 3), (Face(r).Model.Version, Face(r).Logits.Count)));
        }

        await canary.KillAsync();

        foreach (var session in sessions)
        {
            var results = await AskAsync(session, 6, 10);
            var absent = results.TakeWhile(r => Face(r).Absence != null).ToList();
            Assert.InRange(absent.Count, 0, 1);
            Assert.All(absent, r => Assert.Contains("leaves the canary and goes on with the Face stream in use", Face(r).Absence.Detail, StringComparison.Ordinal));
            Assert.All(results.Skip(absent.Count), r => Assert.Equal(("1", 3), (Face(r).Model.Version, Face(r).Logits.Count)));
            session.Dispose();
        }

        using var http = new HttpClient();
        Assert.Equal(2, Regex.Count(fusion.Output, "Session [0-9a-f]{32} leaves the Face stream's canary and goes on with the service in use: "));
        Assert.Equal("ready", (await http.GetStringAsync($"{fusion.Address}/readyz")).Split('"')[3]);
        Assert.Equal(2, await MetricAsync(fusion, "emotion_canary_sessions_total", "event=\"left\""));
        using var late = new LiveSession(channel);
        Assert.Equal("1", Assert.Single((await late.OpenAsync()).Models).Version);
    }

    [Fact]
    public async Task Shadow_OtherVersion_IsComparedAndChangesNothing()
    {
        var (shadow, _) = await faces.ServeAsync(3);
        var alone = await faces.FuseAsync();
        var shadowed = await faces.FuseAsync($"--Fusion:Shadow:FaceStream={shadow.Address}", "--Fusion:Shadow:SummarySeconds=1");
        using var channel = GrpcChannel.ForAddress(alone.Address);
        using var shadowedChannel = GrpcChannel.ForAddress(shadowed.Address);
        using var expected = new LiveSession(channel);
        using var actual = new LiveSession(shadowedChannel);
        await expected.OpenAsync(s_everyFrame);
        await actual.OpenAsync(s_everyFrame);
        await Eventually.TrueAsync(() => shadowed.Output.Contains("Face stream's shadow at ", StringComparison.Ordinal));

        var without = await AskAsync(expected, 1, 10);
        var with = await AskAsync(actual, 1, 10);

        Assert.Equal(without.Select(WithoutTimes), with.Select(WithoutTimes));
        await Eventually.TrueAsync(async () => await MetricAsync(shadowed, "emotion_shadow_frames_total", "outcome=\"compared\"") == 10);
        // Three times the logits name the same label; their difference, less its mean, is twice the logits less theirs.
        Assert.Equal(10, await MetricAsync(shadowed, "emotion_shadow_scores_total", "agrees=\"yes\""));
        var differences = with.Select(r => Face(r).Logits).Select(l => l.Average(v => 2 * Math.Abs(v - l.Average()))).ToList();
        Assert.Equal(differences.Sum(), await MetricAsync(shadowed, "emotion_shadow_difference_sum", "stream=\"face\""), 1e-3);
        await Eventually.TrueAsync(() => shadowed.Output.Contains(
            string.Create(CultureInfo.InvariantCulture, $"Face shadow frame 3 against frame 1: 10 scores, same label 100.0 %, mean logit difference {differences.Average():0.000}, drift "),
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shadow_Hangs_FramesForItAreDroppedAndSessionsGoOn()
    {
        const int frames = 12;
        var (shadow, _) = await faces.ServeAsync(2);
        var fusion = await faces.FuseAsync($"--Fusion:Shadow:FaceStream={shadow.Address}", "--Fusion:Shadow:Queue=3");
        using var channel = GrpcChannel.ForAddress(fusion.Address);
        using var session = new LiveSession(channel);
        await session.OpenAsync(s_everyFrame);
        await Eventually.TrueAsync(() => fusion.Output.Contains("Face stream's shadow at ", StringComparison.Ordinal));

        shadow.Signal("STOP");
        var results = await AskAsync(session, 1, frames);

        Assert.All(results, r => Assert.Equal(("1", 3), (Face(r).Model.Version, Face(r).Logits.Count)));
        Assert.InRange(await FramesAsync("dropped"), 1, frames - 3);

        shadow.Signal("CONT");
        // Those that waited: compared, or given up by then on a machine that took a minute for these frames.
        await Eventually.TrueAsync(async () => await FramesAsync("dropped") + await FramesAsync("compared") + await FramesAsync("failed") == frames);

        Task<double> FramesAsync(string outcome) => MetricAsync(fusion, "emotion_shadow_frames_total", $"outcome=\"{outcome}\"");
    }

    [Fact]
    public async Task Start_CanaryWithoutServiceInUse_StopsWithOneSentence()
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("Fusion", "--Fusion:BodyStream=", "--Fusion:Canary:BodyStream=http://127.0.0.1:1");

        Assert.Equal(
            (1, "Fusion:Canary:BodyStream is set and Fusion:BodyStream is empty; a canary needs the service beside which it is tried."),
            (exitCode, error));
    }

    private static bool IsCanary(string sessionId, int percent)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sessionId));
        return ((hash[0] << 8) | hash[1]) * 100 < percent * 65536;
    }

    private static async Task<List<FrameResult>> AskAsync(LiveSession session, ulong first, int count)
    {
        var results = new List<FrameResult>();
        for (var i = first; i < first + (ulong)count; i++)
        {
            var answer = await session.AskAsync(Frame(i));
            Assert.True(answer.Result != null, $"{answer}");
            results.Add(answer.Result);
        }

        return results;
    }

    private static Frame Frame(ulong sequence)
    {
        var frame = SampleFrames.Frame(sequence);
        frame.CaptureTime += Duration.FromTimeSpan(TimeSpan.FromSeconds(0.16 * sequence));
        return frame;
    }

    private static StreamContribution Face(FrameResult result) => result.Persons[0].Emotion.Streams.Single(s => s.Stream == StreamKind.Face);

    private static FrameResult WithoutTimes(FrameResult result)
    {
        var same = result.Clone();
        same.Times.Clear();
        return same;
    }

    /// <summary>A metric's value by one of its labels; 0 where there is none.</summary>
    private static async Task<double> MetricAsync(ServiceProcess service, string name, string label)
    {
        using var http = new HttpClient();
        var match = Regex.Match(await http.GetStringAsync($"{service.Address}/metrics"), $$"""(?m)^{{name}}\{[^}]*{{label}}[^}]*\} (\S+)$""");
        return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }
}
