using EmotionGrpc.BodyStream.Keypoints;
using EmotionGrpc.BodyStream.Keypoints.Saved;

namespace EmotionGrpc.BodyStream.Tests;

public sealed class SavedPosesTests
{
    private const float Threshold = 0.2f;
    private static readonly long s_start = DateTime.UnixEpoch.AddDays(20_000).Ticks - DateTime.UnixEpoch.Ticks;

    [Fact]
    public void Read_WhatWriteGave_IsWithinHalfAStepAndSeesTheSame()
    {
        var random = new Random(5);
        var poses = Enumerable.Range(0, 200).Select(i => new Pose(
            s_start + (i * 400_000L) + random.Next(1000),
            [.. Enumerable.Range(0, 17).SelectMany(_ => new[] { (random.NextSingle() * 8000) - 100, random.NextSingle() * 4000, random.NextSingle() * 0.5f })])).ToList();

        var read = SavedPoses.Read(SavedPoses.Write(poses, Threshold))!;

        Assert.Equal(poses.Select(p => p.Ticks), read.Select(p => p.Ticks));
        foreach (var (expected, actual) in poses.Zip(read))
        {
            for (var i = 0; i < expected.Values.Length; i += 3)
            {
                Assert.Equal(expected.Values[i + 2] >= Threshold, actual.Values[i + 2] >= Threshold);
                if (expected.Values[i + 2] < Threshold)
                    continue;
                Assert.Equal(expected.Values[i], actual.Values[i], 0.501f / SavedPoses.Pixel);
                Assert.Equal(expected.Values[i + 1], actual.Values[i + 1], 0.501f / SavedPoses.Pixel);
                Assert.Equal(expected.Values[i + 2], actual.Values[i + 2], 1.001f / SavedPoses.Score);
            }
        }
    }

    [Theory]
    [InlineData(0.2f)]
    [InlineData(0.20001f)]
    [InlineData(1f)]
    public void Write_ScoreAtTheThreshold_StaysSeen(float score)
    {
        var pose = new Pose(s_start, [.. Enumerable.Repeat(new[] { 1f, 2f, score }, 17).SelectMany(v => v)]);

        Assert.All(SavedPoses.Read(SavedPoses.Write([pose], Threshold))![0].Values.Chunk(3), v => Assert.InRange(v[2], Threshold, 1));
    }

    [Theory]
    [InlineData("more poses than masks")]
    [InlineData("a joint is missing")]
    [InlineData("a joint too many")]
    [InlineData("time stands still")]
    [InlineData("time out of range")]
    [InlineData("time overflows")]
    [InlineData("a score of 2")]
    [InlineData("a million pixels away")]
    public void Read_NotWhatWriteGives_IsRefused(string what) => Assert.Null(SavedPoses.Read(Bad(what)));

    private static SavedWindow Bad(string what) => what switch
    {
        "more poses than masks" => new SavedWindow { Ticks = { 1, 1 }, Seen = { 0 } },
        "a joint is missing" => new SavedWindow { Ticks = { 1 }, Seen = { 1 }, Joints = { 1, 2 } },
        "a joint too many" => new SavedWindow { Ticks = { 1 }, Seen = { 0 }, Joints = { 1, 2, 3 } },
        "time stands still" => new SavedWindow { Ticks = { 1, 0 }, Seen = { 0, 0 } },
        "time out of range" => new SavedWindow { Ticks = { long.MaxValue }, Seen = { 0 } },
        "time overflows" => new SavedWindow { Ticks = { 1, long.MaxValue }, Seen = { 0, 0 } },
        "a score of 2" => new SavedWindow { Ticks = { 1 }, Seen = { 1 }, Joints = { 0, 0, 65536 } },
        "a million pixels away" => new SavedWindow { Ticks = { 1 }, Seen = { 1 }, Joints = { int.MaxValue, 0, 0 } },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
