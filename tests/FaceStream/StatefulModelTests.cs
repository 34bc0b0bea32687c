using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>A model that carries state along each track: a' = a / 2 + (m, 2m), n' = n + 1.</summary>
public sealed class StatefulModelTests
{
    private static readonly byte[] s_grays = [10, 200, 30, 0, 150, 90, 220, 5];

    [Fact]
    public async Task GetModel_Stateful_TellsSo()
    {
        await using var service = await TinyService.StartAsync("stateful");

        var model = (await service.Client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model;

        Assert.Equal((TemporalMode.Stateful, 0u, SampleCadence.Segment), (model.TemporalMode, model.ClipFrames, model.Sample.Cadence));
    }

    [Fact]
    public async Task StreamScore_SamplesOneByOne_FollowsTheRecurrence()
    {
        await using var service = await TinyService.StartAsync("stateful");
        using var call = service.Client.StreamScore();

        for (var i = 0; i < s_grays.Length; i++)
            AssertAfter((await call.AskAsync(TinyService.Frame(TinyService.Gray(s_grays[i])))).Scores[0], s_grays[..(i + 1)]);
    }

    [Fact]
    public async Task StreamScore_PipelinedRequestsOfManySessions_KeepTheOrderOfEachTrack()
    {
        await using var service = await TinyService.StartAsync("stateful", null, ("Models:Workers", "4"), ("Batching:MaximumBatch", "3"));

        // Three tracks a frame, each with its own grays, in five sessions side by side.
        var sessions = await Task.WhenAll(Enumerable.Range(0, 5).Select(async session =>
        {
            using var call = service.Client.StreamScore();
            return await call.SendAllAsync(Enumerable.Range(0, 60).Select(i => TinyService.Frame(
                [.. Enumerable.Range(1, 3).Select(track => TinyService.Gray(Gray(session, track, i), (uint)track, (ulong)i))])));
        }));

        for (var session = 0; session < sessions.Length; session++)
        {
            for (var i = 0; i < 60; i++)
            {
                for (var track = 1; track <= 3; track++)
                    AssertAfter(sessions[session][i].Scores[track - 1], [.. Enumerable.Range(0, i + 1).Select(k => Gray(session, track, k))]);
            }
        }

        static byte Gray(int session, int track, int i) => (byte)(((session * 53) + (track * 17) + (i * 29)) % 220);
    }

    [Fact]
    public async Task StreamScore_EndedTrack_StartsFromZerosAgain()
    {
        await using var service = await TinyService.StartAsync("stateful");
        using var call = service.Client.StreamScore();
        await call.AskAsync(TinyService.Frame(TinyService.Gray(100, track: 1), TinyService.Gray(100, track: 2)));
        var last = TinyService.Frame(TinyService.Gray(50, track: 1), TinyService.Gray(50, track: 2));
        last.EndedTrackIds.Add(1);

        var before = await call.AskAsync(last);
        var after = await call.AskAsync(TinyService.Frame(TinyService.Gray(20, track: 1), TinyService.Gray(20, track: 2)));

        AssertAfter(before.Scores[0], 100, 50);
        AssertAfter(after.Scores[0], 20);
        AssertAfter(after.Scores[1], 100, 50, 20);
    }

    [Fact]
    public async Task StreamScore_EndedAndSeenAgainWhileInHand_DoesNotInherit()
    {
        await using var service = await TinyService.StartAsync("stateful");
        using var call = service.Client.StreamScore();
        var requests = Enumerable.Range(0, 50).Select(_ =>
        {
            var request = TinyService.Frame(TinyService.Gray(100));
            request.EndedTrackIds.Add(1);
            return request;
        });

        Assert.All(await call.SendAllAsync(requests), a => AssertAfter(a.Scores[0], 100));
    }

    [Fact]
    public async Task StreamScore_NewSession_KnowsNothingOfTheOld()
    {
        await using var service = await TinyService.StartAsync("stateful");
        using (var old = service.Client.StreamScore())
            await old.AskAsync(TinyService.Frame(TinyService.Gray(100)));
        using var call = service.Client.StreamScore();

        AssertAfter((await call.AskAsync(TinyService.Frame(TinyService.Gray(20)))).Scores[0], 20);
    }

    [Fact]
    public async Task StreamScore_TooManyTracks_ForgetsTheLongestSilent()
    {
        await using var service = await TinyService.StartAsync("stateful", null, ("FaceStream:MaximumTracks", "2"));
        using var call = service.Client.StreamScore();
        foreach (var track in (uint[])[1, 2, 1, 3])
            await call.AskAsync(TinyService.Frame(TinyService.Gray(100, track)));

        AssertAfter((await call.AskAsync(TinyService.Frame(TinyService.Gray(20, track: 1)))).Scores[0], 100, 100, 20);
        AssertAfter((await call.AskAsync(TinyService.Frame(TinyService.Gray(20, track: 2)))).Scores[0], 20);
    }

    [Fact]
    public async Task StreamScore_SampleThatFails_LeavesTheStateAsItWas()
    {
        await using var service = await TinyService.StartAsync("stateful");
        using var call = service.Client.StreamScore();
        Sample[] samples =
        [
            TinyService.Gray(100),
            new Sample { TrackId = 1 },
            new Sample { TrackId = 1, Crop = Images.Gray(7, 8, 1) },
            TinyService.Gray(255), // The model's answer is not a number.
            TinyService.Gray(50),
        ];

        var scores = (await call.SendAllAsync(samples.Select(s => TinyService.Frame(s)))).ConvertAll(a => a.Scores[0]);

        Assert.Equal(
            [AbsenceReason.NotFound, AbsenceReason.InvalidSample, AbsenceReason.InvalidSample],
            scores[1..4].Select(s => s.Absence.Reason));
        AssertAfter(scores[4], 100, 50);
    }

    [Fact]
    public async Task Score_Clips_RunStepwiseFromZerosAndAreForgotten()
    {
        await using var service = await TinyService.StartAsync("stateful");
        var samples = s_grays.Select(g => TinyService.Gray(g)).ToArray();
        Sample[] troubled = [samples[0], new Sample { TrackId = 1 }, TinyService.Gray(255), samples[1]];
        var clips = Enumerable.Range(1, samples.Length).Select(n => samples.Take(n)).Append(troubled).ToArray();

        var scores = (await service.Client.ScoreAsync(TinyService.Batch([.. clips]))).Scores;
        var again = (await service.Client.ScoreAsync(TinyService.Batch(samples))).Scores[0];

        foreach (var (clip, score) in clips.Zip(scores))
        {
            // Feeding a clip's samples to a fresh session gives the same.
            using var call = service.Client.StreamScore();
            FaceSamples.AssertSame((await call.SendAllAsync(clip.Select(s => TinyService.Frame(s))))[^1].Scores[0], score);
        }

        AssertAfter(again, s_grays);
        AssertAfter(scores[^1], 10, 200);
    }

    [Fact]
    public async Task Score_LastSampleHasNoCrop_IsNotFound()
    {
        await using var service = await TinyService.StartAsync("stateful");

        var score = (await service.Client.ScoreAsync(TinyService.Batch([TinyService.Gray(1), new Sample { TrackId = 1 }]))).Scores[0];

        Assert.Equal(AbsenceReason.NotFound, score.Absence.Reason);
    }

    /// <summary>The score is that of a track which has shown these grays.</summary>
    private static void AssertAfter(Score score, params byte[] grays)
    {
        var (a, b) = (0f, 0f);
        foreach (var gray in grays)
            (a, b) = ((a / 2) + (gray / 255f), (b / 2) + (2 * gray / 255f));
        TinyService.AssertLogits(score, a, b, grays.Length);
    }
}
