using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.EndToEnd.Tests;

/// <summary>What a user of the demo gets: the real suite in a process, the real edge client in another, the sample video between them.</summary>
public sealed class AnalyzeTests : IDisposable
{
    private const int Frames = 150;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Analyze_SampleVideo_OnePersonOneTrackEveryFrameAnswered()
    {
        await using var suite = await ServiceProcess.StartSuiteAsync();
        var (exitCode, output) = await EdgeProcess.RunAsync(
            "analyze", Repository.SampleVideo, "--server", suite.Address, "--out", _folder.Path, "--frames", $"{Frames}");
        Assert.True(exitCode == 0, output);

        var answers = File.ReadLines(_folder.File("results.jsonl")).Select(JsonParser.Default.Parse<RecognizeResponse>).ToList();
        Assert.Equal(Enumerable.Range(1, Frames).Select(i => (ulong)i), answers.Select(a => a.Result?.Sequence ?? a.Dropped.Sequence).Order());
        var results = answers.Select(a => a.Result).OfType<FrameResult>().ToList();
        Assert.True(results.Count >= 0.95 * Frames, $"{results.Count} of {Frames} frames have a result.");
        Assert.All(results, r => Assert.Equal(1u, Assert.Single(r.Persons).TrackId));
        // The man in the video speaks with raised brows in the second second, and looks straight ahead later.
        var surprise = results.Select(r => r.Persons[0].Emotion.Scores.Single(s => s.Label == "surprise").Probability).ToList();
        Assert.True(surprise.Take(75).Max() > 5 * surprise.Skip(75).Average(), $"{surprise.Take(75).Max()} then {surprise.Skip(75).Average()}");
        Assert.Contains("neutral", results.Skip(75).Select(r => r.Persons[0].Emotion.Label));

        using var video = new VideoCapture(_folder.File("annotated.mp4"));
        Assert.Equal(Frames, video.FrameCount);
        var report = await File.ReadAllTextAsync(_folder.File("report.html"));
        Assert.Contains("Person 1", report);
        Assert.DoesNotContain("src=\"http", report);
    }

    [Fact]
    public async Task Analyze_NoServer_SaysSoAndExitsWith4()
    {
        var (exitCode, output) = await EdgeProcess.RunAsync(
            "analyze", Repository.SampleVideo, "--server", $"http://127.0.0.1:{Ports.Free()}", "--out", _folder.Path);
        Assert.Equal(4, exitCode);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task Stream_UnknownSource_SaysSoAndExitsWith3()
    {
        var (exitCode, output) = await EdgeProcess.RunAsync("stream", "/no/such/file.mp4", "--server", "http://127.0.0.1:1");
        Assert.Equal(3, exitCode);
        Assert.Contains("/no/such/file.mp4", output);
    }

    public void Dispose() => _folder.Dispose();
}
