using System.Text.Json;
using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Sources;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Edge.Tests.Commands;

[Collection(nameof(Console))]
public sealed class EdgeProgramTests
{
    [Fact]
    public async Task Stream_MixedAnswers_WritesExactlyOneLinePerFrame()
    {
        await using var server = await new FailingServer(new ScriptedRecognition
        {
            Answer = f => [(f.Sequence % 4) switch
            {
                0 => ScriptedResults.Dropped(f.Sequence, DropReason.Expired),
                1 => ScriptedResults.Error(f.Sequence),
                _ => ScriptedResults.Result(f),
            }],
        }).StartAsync();
        using var folder = new TemporaryFolder();
        var path = folder.File("deep/results.jsonl");

        var (code, output, _) = await RunAsync("stream", Repository.SampleVideo, "--server", server.Address, "--as-fast-as-possible", "--frames", "40", "--out", path);

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("40 sent, 20 answered by a result", output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(path);
        var messages = lines.Select(l => JsonParser.Default.Parse<RecognizeResponse>(l)).ToList();
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (ulong)i), messages.Select(Sequence).Order());
        Assert.Equal((20, 10, 10), (messages.Count(m => m.Result != null), messages.Count(m => m.Dropped != null), messages.Count(m => m.Error != null)));
        Assert.All(lines, l => Assert.DoesNotContain("data", JsonDocument.Parse(l).RootElement.EnumerateObject().First().Value.EnumerateObject().Select(p => p.Name)));
    }

    [Fact]
    public async Task Analyze_SampleVideo_WritesResultsVideoAndReport()
    {
        await using var server = await new FailingServer(new ScriptedRecognition()).StartAsync();
        using var folder = new TemporaryFolder();

        var (code, output, _) = await RunAsync("analyze", Repository.SampleVideo, "--server", server.Address, "--out", folder.Path, "--fps", "12.5", "--frames", "60", "--policy", "average", "--segments", "3", "--window", "2", "--cadence", "8");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(60, (await File.ReadAllLinesAsync(folder.File("results.jsonl"))).Length);
        Assert.Contains("Person 1", await File.ReadAllTextAsync(folder.File("report.html")), StringComparison.Ordinal);
        using (var video = FrameSources.Open(folder.File("annotated.mp4"), null))
            Assert.Equal((60, 12.5), (video.Length, video.FramesPerSecond));
        foreach (var file in new[] { "results.jsonl", "annotated.mp4", "report.html" })
            Assert.Contains(folder.File(file), output, StringComparison.Ordinal);
        var options = Assert.Single(server.Recognition.Opens).Options;
        Assert.Equal((FusionPolicy.Average, 3u, 2L, 8u, "webcam.mp4", true), (options.Fusion.Policy, options.Fusion.Segments, options.Fusion.Window.Seconds, options.Cadence, options.Source, options.Keypoints));
    }

    [Fact]
    public async Task Analyze_Explain_AsksForEvidenceWritesItAndDrawsIt()
    {
        // One in five frames is scored. The body stream warms up until frame 30 and never tells its evidence.
        await using var server = await new FailingServer(new ScriptedRecognition
        {
            Answer = f => [f.Sequence % 5 == 1 ? WithHeat(ScriptedResults.Result(f)) : ScriptedResults.Result(f)],
        }).StartAsync();
        using var folder = new TemporaryFolder();
        string[] analyze = ["analyze", Repository.SampleVideo, "--server", server.Address, "--frames", "40", "--out"];

        var (plainCode, _, plainErrors) = await RunAsync([.. analyze, folder.File("plain")]);
        var (code, _, errors) = await RunAsync([.. analyze, folder.File("explained"), "--explain"]);

        Assert.Equal((ExitCode.Ok, ExitCode.Ok), (plainCode, code));
        Assert.Equal([false, true], server.Recognition.Opens.Select(o => o.Options.Explain));
        Assert.DoesNotContain("evidence", plainErrors, StringComparison.Ordinal);
        Assert.Equal(2, errors.Split("cannot tell where its evidence lies").Length);
        Assert.Contains("The body model body-model cannot tell where its evidence lies.", errors, StringComparison.Ordinal);
        var results = (await File.ReadAllLinesAsync(folder.File("explained/results.jsonl"))).Select(l => JsonParser.Default.Parse<RecognizeResponse>(l).Result);
        Assert.All(results, r => Assert.Equal(r.Sequence % 5 == 1, r.Persons[0].Emotion.Streams[0].Heatmap is { Values: [-1, 2, 3, 4], Region.Count: 4 }));
        Assert.DoesNotContain("heat", await File.ReadAllTextAsync(folder.File("plain/report.html")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("it does not show why a person looks so", await File.ReadAllTextAsync(folder.File("explained/report.html")), StringComparison.Ordinal);
        // Frame 8 was not scored; it shows the heat of frame 6 in the face, and the same as ever beside the person.
        using var plain = FrameAt(folder.File("plain/annotated.mp4"), 8);
        using var explained = FrameAt(folder.File("explained/annotated.mp4"), 8);
        Assert.True(Difference(plain, explained, new OpenCvSharp.Rect(330, 190, 40, 60)) > 20, "no heat in the face");
        Assert.True(Difference(plain, explained, new OpenCvSharp.Rect(0, 100, 120, 200)) < 3, "heat beside the person");

        static RecognizeResponse WithHeat(RecognizeResponse response)
        {
            ScriptedResults.WithHeat(response.Result, StreamKind.Face, response.Result.Persons[0].Face.Box, 2, -1, 2, 3, 4);
            return response;
        }
    }

    [Fact]
    public async Task Stream_MaximumWidth_ScalesTheFrameDown()
    {
        Image? sent = null;
        await using var server = await new FailingServer(new ScriptedRecognition
        {
            Answer = f =>
            {
                sent = f.Image;
                return [ScriptedResults.Result(f)];
            },
        }).StartAsync();

        await RunAsync("stream", Repository.SampleVideo, "--server", server.Address, "--as-fast-as-possible", "--frames", "1", "--max-width", "200", "--quality", "50");

        Assert.Equal((ImageFormat.Jpeg, 200u, 150u), (sent!.Format, sent.Width, sent.Height));
        using var decoded = OpenCvSharp.Cv2.ImDecode(sent.Data.ToByteArray(), OpenCvSharp.ImreadModes.Color);
        Assert.Equal(new OpenCvSharp.Size(200, 150), decoded.Size());
    }

    [Fact]
    public async Task Stream_Json_PrintsOneObjectAndNothingElse()
    {
        await using var server = await new FailingServer(new ScriptedRecognition()).StartAsync();

        var (code, output, _) = await RunAsync("stream", Repository.SampleVideo, "--server", server.Address, "--as-fast-as-possible", "--frames", "5", "--json");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(5, JsonDocument.Parse(output).RootElement.GetProperty("frames").GetProperty("results").GetInt32());
    }

    [Fact]
    public async Task Stream_ServerKilledAndStartedAgain_StillHasOneLinePerFrame()
    {
        var recognition = new ScriptedRecognition();
        await using var server = await new FailingServer(recognition).StartAsync();
        using var folder = new TemporaryFolder();
        var running = RunAsync("stream", Repository.SampleVideo, "--server", server.Address, "--as-fast-as-possible", "--frames", "300", "--out", folder.File("r.jsonl"));
        while (await recognition.Received.Reader.ReadAsync() != 20)
        {
        }

        await server.KillAsync();
        await server.StartAsync();
        var (code, _, errors) = await running;

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Reconnecting", errors, StringComparison.Ordinal);
        var sequences = (await File.ReadAllLinesAsync(folder.File("r.jsonl"))).Select(l => Sequence(JsonParser.Default.Parse<RecognizeResponse>(l)));
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (ulong)i), sequences.Order());
    }

    [Fact]
    public async Task Stream_OnlyErrors_FailsWithTheServersSentence()
    {
        await using var server = await new FailingServer(new ScriptedRecognition { Answer = f => [ScriptedResults.Error(f.Sequence)] }).StartAsync();

        var (code, _, errors) = await RunAsync("stream", Repository.SampleVideo, "--server", server.Address, "--as-fast-as-possible", "--frames", "3");

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("No frame was answered by a result; the server says: The picture is truncated.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_NoServer_SaysHowToStartOne()
    {
        await using var server = new FailingServer(new ScriptedRecognition());

        var (code, _, errors) = await RunAsync("stream", Repository.SampleVideo, "--server", server.Address);

        Assert.Equal(ExitCode.ServerNotReachable, code);
        Assert.Contains($"No server answers at {server.Address}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_NoSource_SaysWhatIsAllowed()
    {
        var (code, _, errors) = await RunAsync("stream", "no-such.mp4");

        Assert.Equal(ExitCode.SourceNotOpened, code);
        Assert.Contains("There is no file or folder 'no-such.mp4'", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'best' is not a fusion policy; allowed are average, maximum, occlusion-aware.", "--policy", "best")]
    [InlineData("'0' does not fit --quality; it wants a whole number from 1 to 100.", "--quality", "0")]
    [InlineData("'101' does not fit --cadence; it wants a whole number from 1 to 100.", "--cadence", "101")]
    [InlineData("'x' does not fit --fps; it wants a number from 0.1 to 240.", "--fps", "x")]
    [InlineData("'here' is not the address of a server; write http://HOST:PORT or https://HOST:PORT.", "--server", "here")]
    [InlineData("--explain needs --out or --annotate: evidence is written and drawn, not shown in the terminal.", "--explain")]
    [InlineData("--realtime and --as-fast-as-possible exclude each other; give one of them or none.", "--realtime", "--as-fast-as-possible")]
    public async Task Stream_WrongOption_SaysWhatIsAllowed(string sentence, params string[] options)
    {
        var (code, _, errors) = await RunAsync(["stream", Repository.SampleVideo, .. options]);

        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
    }

    private static OpenCvSharp.Mat FrameAt(string video, int number)
    {
        using var source = FrameSources.Open(video, null);
        for (var i = 1; i < number; i++)
            source.Read()!.Dispose();
        using var frame = source.Read()!;
        return frame.Pixels.Clone();
    }

    private static double Difference(OpenCvSharp.Mat one, OpenCvSharp.Mat other, OpenCvSharp.Rect place)
    {
        using var difference = new OpenCvSharp.Mat();
        OpenCvSharp.Cv2.Absdiff(one[place], other[place], difference);
        var mean = OpenCvSharp.Cv2.Mean(difference);
        return (mean.Val0 + mean.Val1 + mean.Val2) / 3;
    }

    private static ulong Sequence(RecognizeResponse message) => message.Result?.Sequence ?? message.Dropped?.Sequence ?? message.Error.Sequence;

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var (output, errors) = (Console.Out, Console.Error);
        await using var said = new StringWriter();
        await using var complained = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(said));
        Console.SetError(TextWriter.Synchronized(complained));
        try
        {
            var code = await EdgeProgram.RunAsync(args);
            return (code, said.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
