using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>A model that scores the last four crops of a track together.</summary>
public sealed class ClipModelTests
{
    [Fact]
    public async Task GetModel_Clip_TellsSo()
    {
        await using var service = await TinyService.StartAsync("clip");

        var model = (await service.Client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model;

        Assert.Equal((TemporalMode.Clip, 4u, SampleCadence.Segment), (model.TemporalMode, model.ClipFrames, model.Sample.Cadence));
        Assert.Equal((CropKind.Face, 8u, 8u), (model.Sample.Crop.Kind, model.Sample.Crop.Width, model.Sample.Crop.Height));
    }

    [Fact]
    public async Task StreamScore_NewTrack_WarmsUpThenScoresTheLastFour()
    {
        await using var service = await TinyService.StartAsync("clip");
        using var call = service.Client.StreamScore();
        byte[] grays = [10, 20, 30, 40, 50, 60];

        var scores = (await call.SendAllAsync(grays.Select(g => TinyService.Frame(TinyService.Gray(g))))).ConvertAll(a => a.Scores[0]);

        for (var i = 0; i < 3; i++)
            Assert.Equal((AbsenceReason.WarmingUp, $"{i + 1} of 4 crops seen"), (scores[i].Absence.Reason, scores[i].Absence.Detail));
        TinyService.AssertLogits(scores[3], 10 / 255f, 40 / 255f, 25 / 255f);
        TinyService.AssertLogits(scores[5], 30 / 255f, 60 / 255f, 45 / 255f);
    }

    [Fact]
    public async Task StreamScore_NoCropOrABadOne_LeavesTheWindowAsItWas()
    {
        await using var service = await TinyService.StartAsync("clip");
        using var call = service.Client.StreamScore();
        Sample[] samples =
        [
            TinyService.Gray(10), new Sample { TrackId = 1 }, TinyService.Gray(20), TinyService.Gray(30),
            new Sample { TrackId = 1, Crop = Images.Gray(9, 8, 1) }, TinyService.Gray(40),
        ];

        var scores = (await call.SendAllAsync(samples.Select(s => TinyService.Frame(s)))).ConvertAll(a => a.Scores[0]);

        Assert.Equal(AbsenceReason.NotFound, scores[1].Absence.Reason);
        Assert.Equal(AbsenceReason.InvalidSample, scores[4].Absence.Reason);
        TinyService.AssertLogits(scores[5], 10 / 255f, 40 / 255f, 25 / 255f);
    }

    [Fact]
    public async Task StreamScore_TwoTracks_HaveTheirOwnWindowsAndEndApart()
    {
        await using var service = await TinyService.StartAsync("clip");
        using var call = service.Client.StreamScore();
        for (var i = 0; i < 3; i++)
            await call.AskAsync(TinyService.Frame(TinyService.Gray(10, track: 1), TinyService.Gray(100, track: 2)));

        var both = TinyService.Frame(TinyService.Gray(50, track: 1), TinyService.Gray(200, track: 2));
        both.EndedTrackIds.Add(1);
        var last = await call.AskAsync(both);
        var after = await call.AskAsync(TinyService.Frame(TinyService.Gray(50, track: 1), TinyService.Gray(200, track: 2)));

        TinyService.AssertLogits(last.Scores[0], 10 / 255f, 50 / 255f, 20 / 255f);
        TinyService.AssertLogits(last.Scores[1], 100 / 255f, 200 / 255f, 125 / 255f);
        Assert.Equal(AbsenceReason.WarmingUp, after.Scores[0].Absence.Reason);
        TinyService.AssertLogits(after.Scores[1], 100 / 255f, 200 / 255f, 150 / 255f);
    }

    [Fact]
    public async Task Score_Clips_GiveWhatASessionGives()
    {
        await using var service = await TinyService.StartAsync("clip");
        var clip = new byte[] { 10, 200, 30, 40 }.Select(g => TinyService.Gray(g)).ToArray();
        Sample[] gap = [clip[0], new Sample { TrackId = 1 }, clip[2], clip[3]];
        Sample[] lost = [clip[0], clip[1], clip[2], new Sample { TrackId = 1 }];

        var scores = (await service.Client.ScoreAsync(TinyService.Batch(clip, gap, lost))).Scores;

        foreach (var (samples, score) in new[] { clip, gap, lost }.Zip(scores))
        {
            using var call = service.Client.StreamScore();
            FaceSamples.AssertSame((await call.SendAllAsync(samples.Select(s => TinyService.Frame(s))))[^1].Scores[0], score);
        }

        TinyService.AssertLogits(scores[0], 10 / 255f, 40 / 255f, 70 / 255f);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Score_ClipOfAnotherLength_NamesTheClip(int count)
    {
        await using var service = await TinyService.StartAsync("clip");

        var fault = await Fault.OfAsync(service.Client.ScoreAsync(TinyService.Batch(Enumerable.Repeat(TinyService.Gray(1), count))));

        Assert.Equal("clips[0].samples", Fault.Field(fault));
        Assert.Contains("scores 4 together", fault.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_TwoTracksInAClip_NamesTheSample()
    {
        await using var service = await TinyService.StartAsync("clip");
        Sample[] mixed = [TinyService.Gray(1), TinyService.Gray(1), TinyService.Gray(1, track: 2), TinyService.Gray(1)];

        Assert.Equal("clips[0].samples[2].track_id", Fault.Field(await Fault.OfAsync(service.Client.ScoreAsync(TinyService.Batch(mixed)))));
    }

    [Fact]
    public async Task Score_1024Crops_AreScored()
    {
        await using var service = await TinyService.StartAsync("clip");

        var response = await service.Client.ScoreAsync(TinyService.Batch([.. Enumerable.Repeat(Enumerable.Repeat(TinyService.Gray(1), 4), 256)]));

        Assert.Equal(256, response.Scores.Count);
        Assert.All(response.Scores, s => Assert.NotNull(s.Logits));
    }

    [Fact]
    public async Task Score_1025Crops_IsExhausted()
    {
        await using var service = await TinyService.StartAsync("stateful");

        var fault = await Fault.OfAsync(service.Client.ScoreAsync(TinyService.Batch(Enumerable.Repeat(TinyService.Gray(1), 1025))));

        Assert.Equal((StatusCode.ResourceExhausted, "The request has 1025 crops; 1024 are allowed: send several requests."), (fault.StatusCode, fault.Status.Detail));
    }
}
