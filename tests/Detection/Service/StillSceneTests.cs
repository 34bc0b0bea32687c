using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Sessions;
using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.TestSupport;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tests.Service;

/// <summary>A scene without a face is covered with tiles once a second while it changes, and every ten seconds while it does not.</summary>
public sealed class StillSceneTests(RunningDetection service) : IClassFixture<RunningDetection>
{
    private const int Interval = 1;
    private const int Still = 10;

    [Fact]
    public async Task Analyze_SceneStaysEmpty_IsCoveredEveryTenSeconds()
    {
        var covered = await CoverAsync([.. EmptyScene.Seconds().Take(12).Select(Jpeg)]);

        Assert.Equal([0, 10], covered);
    }

    [Fact]
    public async Task Analyze_SomethingComesAndStays_IsCoveredAtOnceAndNotAgain()
    {
        var frames = EmptyScene.Seconds().Take(9).ToArray();
        foreach (var frame in frames.Skip(5))
            Cv2.Rectangle(frame, new Rect(400, 200, 40, 60), Scalar.White, -1);
        var covered = await CoverAsync([.. frames.Select(Jpeg)]);

        Assert.Equal([0, 5], covered);
    }

    [Fact]
    public async Task Analyze_SomethingComesSlowlyAndEveryFrameIsDue_IsCoveredWithinASecond()
    {
        using var empty = EmptyScene.Seconds().First();
        var frames = Enumerable.Range(0, 25).Select(i =>
        {
            var frame = empty.Clone();
            using var place = new Mat(frame, new Rect(400, 200, 40, 60));
            Cv2.Add(place, Scalar.All(-2 * i), place);
            return Jpeg(frame);
        });
        var covered = await CoverAsync([.. frames], step: 0.04, interval: 0);

        Assert.Equal(0, covered[0]);
        Assert.InRange(covered.Count, 2, 10);
    }

    [Fact]
    public async Task Analyze_PersonComes_IsFoundInTheFirstFrame()
    {
        var memory = new LoneFaceMemory(Interval, Still);
        using (var empty = await AnalyzeAsync(EmptyScene.Seconds().Select(Jpeg).First(), memory.PlanFor(0)))
        {
            Assert.Empty(empty.Persons);
            memory.Remember(empty, 0);
        }

        using var findings = await AnalyzeAsync(Video.Jpegs(Repository.SampleVideo, 1)[0], memory.PlanFor(Interval));

        Assert.NotNull(Assert.Single(findings.Persons).Face);
    }

    /// <summary>The numbers of the frames that were covered with tiles.</summary>
    private async Task<IReadOnlyList<int>> CoverAsync(IReadOnlyList<ByteString> frames, double step = 1, double interval = Interval)
    {
        var memory = new LoneFaceMemory(interval, Still);
        var covered = new List<int>();
        for (var i = 0; i < frames.Count; i++)
        {
            using var findings = await AnalyzeAsync(frames[i], memory.PlanFor(i * step));
            Assert.Empty(findings.Persons);
            memory.Remember(findings, i * step);
            if (findings.Scene is { Covered: true })
                covered.Add(i);
        }

        return covered;
    }

    private async Task<FrameFindings> AnalyzeAsync(ByteString jpeg, FaceSearchPlan plan) =>
        await service.Service.App.Services.GetRequiredService<FrameAnalyzer>().AnalyzeAsync(Images.Jpeg(jpeg), 0.2f, plan, "still", CancellationToken.None);

    private static ByteString Jpeg(Mat frame)
    {
        using (frame)
            return Video.Jpeg(frame);
    }
}
