using System.Text.Json;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EmotionGrpc.BodyStream.Tests;

public sealed class ScoreTests(BodyService service) : IClassFixture<BodyService>
{
    [Fact]
    public async Task GetModel_Default_TellsWhatTheModelWants()
    {
        var model = (await service.Client.GetModelAsync(new BodyStreamServiceGetModelRequest())).Model;

        Assert.Equal("body-motion", model.Version.Name);
        Assert.Equal("body-emotion", model.Version.Task);
        Assert.Equal(["anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"], model.Labels.Order());
        Assert.Equal(TemporalMode.Clip, model.TemporalMode);
        Assert.Equal(64u, model.ClipFrames);
        Assert.True(model.Sample.Keypoints);
        Assert.Null(model.Sample.Crop);
        Assert.Equal(SampleCadence.Frame, model.Sample.Cadence);
        Assert.Equal("cpu", model.Provider);
    }

    [Fact]
    public async Task Score_GoldenClips_GivesTheLogitsOfTheTraining()
    {
        using var golden = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(new ModelOptions().FindDirectory(), "body-motion", "golden.json")));
        var tolerance = golden.RootElement.GetProperty("tolerance").GetSingle();
        var clips = golden.RootElement.GetProperty("keypoints").EnumerateArray().Select(ToSamples).ToArray();
        var expected = golden.RootElement.GetProperty("logits").EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetSingle()).ToArray()).ToArray();

        var response = await service.Client.ScoreAsync(BodyCalls.Batch(clips));

        var compared = 0;
        for (var i = 0; i < clips.Length; i++)
        {
            if (clips[i].All(s => s.Keypoints.All(k => k.Score == 0)))
            {
                // The network has an answer for a clip in which nothing is seen; the service does not ask it.
                Assert.Equal(AbsenceReason.WarmingUp, response.Scores[i].Absence.Reason);
                continue;
            }

            for (var label = 0; label < expected[i].Length; label++)
                Assert.Equal(expected[i][label], response.Scores[i].Logits.Values[label], tolerance);
            compared++;
        }

        Assert.True(compared >= 2, $"{compared} clips were compared.");
    }

    [Fact]
    public async Task Score_Batch_GivesTheSameAsOneByOne()
    {
        List<Sample>[] clips = [Mover.Over(3, 25), Mover.Over(3, 30, speed: 2), Mover.Over(0.2, 25), Mover.Uneven(6, seed: 1)];

        var batch = await service.Client.ScoreAsync(BodyCalls.Batch([.. clips]));

        for (var i = 0; i < clips.Length; i++)
            BodyCalls.AssertSame((await service.Client.ScoreAsync(BodyCalls.Batch(clips[i]))).Scores[0], batch.Scores[i]);
        Assert.Equal("body-stream", Assert.Single(batch.Times).Stage);
        Assert.True(batch.Times[0].ModelMilliseconds > 0, $"{batch.Times[0]}");
    }

    [Fact]
    public async Task Score_LivelierMovement_ChangesTheScores()
    {
        var response = await service.Client.ScoreAsync(BodyCalls.Batch(Mover.Over(3, 25, speed: 0.1), Mover.Over(3, 25, speed: 3)));

        var difference = response.Scores[0].Logits.Values.Zip(response.Scores[1].Logits.Values, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(difference > 0.5, $"{difference}");
    }

    [Fact]
    public async Task Score_OtherCameraRate_GivesNearlyTheSame()
    {
        var response = await service.Client.ScoreAsync(BodyCalls.Batch(Mover.Over(3, 12.5), Mover.Over(3, 50)));

        ScoreAssert.Same(new Score { Logits = response.Scores[0].Logits }, new Score { Logits = response.Scores[1].Logits }, tolerance: 0.05f);
    }

    [Theory]
    [InlineData("empty clip", "clips[0].samples")]
    [InlineData("no capture time", "clips[0].samples[2].capture_time")]
    [InlineData("no capture time, no keypoints", "clips[0].samples[2].capture_time")]
    [InlineData("bad capture time", "clips[0].samples[2].capture_time")]
    [InlineData("time goes back", "clips[0].samples[2].capture_time")]
    [InlineData("16 keypoints", "clips[0].samples[2].keypoints")]
    [InlineData("wrong order", "clips[0].samples[2].keypoints[0].name")]
    [InlineData("not a number", "clips[0].samples[2].keypoints[4]")]
    [InlineData("endless", "clips[0].samples[2].keypoints[4]")]
    [InlineData("score over 1", "clips[0].samples[2].keypoints[4]")]
    [InlineData("another track", "clips[0].samples[2].track_id")]
    public async Task Score_BadClip_NamesTheField(string what, string field)
    {
        var clip = Mover.Over(3, 25);
        if (what == "empty clip")
            clip.Clear();
        else
            BadSamples.Spoil(clip[2], what);

        Assert.Equal(field, Fault.Field(await Fault.OfAsync(service.Client.ScoreAsync(BodyCalls.Batch(clip)))));
    }

    [Fact]
    public async Task Score_257Clips_IsExhausted()
    {
        var request = BodyCalls.Batch([.. Enumerable.Repeat(Mover.Over(0.1, 25), 257)]);

        Assert.Equal(StatusCode.ResourceExhausted, (await Fault.OfAsync(service.Client.ScoreAsync(request))).StatusCode);
    }

    private static List<Sample> ToSamples(JsonElement clip, int index) => [.. clip.EnumerateArray().Select((frame, i) => new Sample
    {
        TrackId = (uint)index + 1,
        Sequence = (ulong)i + 1,
        CaptureTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddTicks(800_000L * i)),
        Keypoints =
        {
            frame.EnumerateArray().Select((k, joint) => new Keypoint
            {
                Name = (KeypointName)(joint + 1),
                X = k[0].GetSingle(),
                Y = k[1].GetSingle(),
                Score = k[2].GetSingle(),
            }),
        },
    })];
}
