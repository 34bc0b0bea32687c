using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>
/// New versions of a model while the service runs. Version v of the tiny network "frame" has a temperature of 1/v, so that a black crop's first logit is v/10 and
/// tells which version gave it.
/// </summary>
public sealed class ReloadTests
{
    private static readonly (string, string) s_often = ("Models:ReloadSeconds", "0.1");

    [Fact]
    public async Task Reload_FiftyVersionsUnderLoad_EveryRequestIsAnsweredByTheVersionThatItNamesAndNothingLeaks()
    {
        const string name = "counted";
        using var meter = new ModelMeter(name);
        await using (var service = await TinyService.StartAsync("frame", m => m["name"] = name, s_often))
        {
            using var end = new CancellationTokenSource();
            var answered = new int[6];
            var load = Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? BatchesAsync(i) : SessionAsync(i)).ToArray();

            for (var version = 2; version <= 51; version++)
            {
                // Every tenth is broken, and the one that follows is whole again.
                if (version % 10 == 0)
                {
                    service.Models.Release($"{version}-broken", m => m["labels"] = new JsonArray("neutral", "happiness"));
                    await Eventually.TrueAsync(() => meter.Refused == version / 10);
                }

                service.Models.Release($"{version}", m => (m["labels"], m["temperature"]) = (new JsonArray("neutral", "happiness", "anger"), 1.0 / version));
                await Eventually.TrueAsync(async () => await VersionAsync(service) == $"{version}");
            }

            await end.CancelAsync();
            await Task.WhenAll(load);
            await Eventually.TrueAsync(() => meter.Networks == 1);
            Assert.Equal((50, 5), (meter.Loaded, meter.Refused));
            Assert.All(answered, count => Assert.InRange(count, 50, int.MaxValue));

            async Task BatchesAsync(int caller)
            {
                while (!end.IsCancellationRequested)
                {
                    var answer = await service.Client.ScoreAsync(TinyService.Batch([TinyService.Gray(0)], [TinyService.Gray(0)]));
                    Assert.All(answer.Scores, s => AssertOf(answer.Model, s));
                    answered[caller]++;
                }
            }

            async Task SessionAsync(int caller)
            {
                using var call = service.Client.StreamScore();
                var reading = ReadAsync(call.ResponseStream, caller);
                var sent = 0;
                while (!end.IsCancellationRequested)
                {
                    await call.RequestStream.WriteAsync(TinyService.Frame(TinyService.Gray(0, 1, (ulong)++sent), TinyService.Gray(0, 2, (ulong)sent)));
                    // A few in hand, so that versions change between a request and its answer.
                    while (sent - Volatile.Read(ref answered[caller]) > 4)
                        await Task.Delay(1);
                }

                await call.RequestStream.CompleteAsync();
                await reading;
                Assert.Equal(sent, answered[caller]);
            }

            async Task ReadAsync(IAsyncStreamReader<FaceStreamServiceStreamScoreResponse> answers, int caller)
            {
                await foreach (var answer in answers.ReadAllAsync())
                {
                    Assert.Equal(2, answer.Scores.Count);
                    Assert.All(answer.Scores, s => AssertOf(answer.Model, s));
                    Volatile.Write(ref answered[caller], answered[caller] + 1);
                }
            }
        }

        Assert.Equal(0, meter.Networks);
    }

    [Fact]
    public async Task Reload_LinkThatPointsElsewhere_IsFollowed()
    {
        using var models = ScratchModels.CopyOf("frame");
        var (link, first, second) = (Path.Combine(models.Folder, "frame"), Path.Combine(models.Folder, "one"), Path.Combine(models.Folder, "two"));
        Directory.Move(link, first);
        Directory.CreateSymbolicLink(link, first);
        await using var service = await RunningService.StartAsync(
            "FaceStream", FaceStreamHost.Build, ("Models:Directory", models.Folder), ("FaceStream:Model", "frame"), s_often);
        var client = Client(service);
        Directory.CreateDirectory(second);
        File.Copy(Path.Combine(first, "model.fp16.onnx"), Path.Combine(second, "model.onnx"));
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(first, "model.json")))!;
        (manifest["version"], manifest["sha256"], manifest["variants"]) = ("2", manifest["variants"]![0]!["sha256"]!.DeepClone(), new JsonArray());
        await File.WriteAllTextAsync(Path.Combine(second, "model.json"), manifest.ToJsonString());

        var next = Path.Combine(models.Folder, "next");
        Directory.CreateSymbolicLink(next, second);
        // rename(2) over a link to a folder: File.Move does not take it for a file, Directory.Move not over another.
        using (var move = Process.Start("mv", ["-T", next, link]))
            await move.WaitForExitAsync();

        await Eventually.TrueAsync(async () => (await client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model.Version.Version == "2");
        var score = (await client.ScoreAsync(TinyService.Batch([TinyService.Gray(0)]))).Scores[0];
        Assert.Equal(0.0999755859375f, score.Logits.Values[0], 1e-7f);
    }

    [Fact]
    public async Task Reload_Stateful_EveryTrackBeginsAnew()
    {
        await using var service = await TinyService.StartAsync("stateful", null, s_often);
        using var call = service.Client.StreamScore();
        Assert.Equal(1, Count(await call.AskAsync(TinyService.Frame(TinyService.Gray(100)))));
        Assert.Equal(2, Count(await call.AskAsync(TinyService.Frame(TinyService.Gray(100)))));

        service.Models.Release("2", _ => { });
        await Eventually.TrueAsync(async () => await VersionAsync(service) == "2");

        var after = await call.AskAsync(TinyService.Frame(TinyService.Gray(100)));
        Assert.Equal(("2", 1), (after.Model.Version, Count(after)));
        Assert.Equal(2, Count(await call.AskAsync(TinyService.Frame(TinyService.Gray(100)))));
    }

    [Fact]
    public async Task Reload_SwitchedOff_StaysWithTheVersionOfTheStart()
    {
        using var models = ScratchModels.CopyOf("frame");
        await using var still = await RunningService.StartAsync(
            "FaceStream", FaceStreamHost.Build, ("Models:Directory", models.Folder), ("FaceStream:Model", "frame"), ("Models:Reload", "false"), s_often);
        await using var follows = await RunningService.StartAsync(
            "FaceStream", FaceStreamHost.Build, ("Models:Directory", models.Folder), ("FaceStream:Model", "frame"), s_often);

        models.Release("2", _ => { });

        await Eventually.TrueAsync(async () => await VersionAsync(Client(follows)) == "2");
        Assert.Equal("1.0.0", await VersionAsync(Client(still)));
    }

    /// <summary>What cannot be used is refused once, with a reason, and what is in service goes on.</summary>
    [Fact]
    public async Task Program_VersionsThatCannotBeUsed_LeaveTheOldOneInService()
    {
        using var models = ScratchModels.CopyOf("frame");
        var (network, spare) = (models.NetworkPath, Path.Combine(models.Folder, "spare.onnx"));
        File.Copy(network, spare);
        var other = Path.Combine(Repository.Root, "tests", "Support", "Networks");
        await using var service = await ServiceProcess.StartServiceAsync(
            "FaceStream", Ports.Free(), $"--Models:Directory={models.Folder}", "--FaceStream:Model=frame", "--Models:ReloadSeconds=0.1");
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(service.Address);
        var client = new FaceStreamService.FaceStreamServiceClient(channel);
        (Action Put, string Reason)[] bad =
        [
            (() => models.Change(m => m["sha256"] = new string('0', 64)), "Model 'frame' is broken: "),
            (() => models.Release("2", m => m["labels"] = new JsonArray("anger", "happiness", "neutral")), "The labels are anger, happiness, neutral, and were neutral, happiness, anger, in version 2 of model 'frame'; callers of a running service rely on it: start the service anew for this version."),
            (() => models.Release("2", m => (m["labels"], m["labelType"]) = (new JsonArray("neutral", "happiness", "anger"), "multi")), "The labelType is Multi, and was Single, in version 2"),
            (() => models.Release("2", m => (m["labelType"], m["input"]!["margin"]) = ("single", 0.5)), "The input is "),
            (() => models.Release("2", m => (m["task"], m["input"]!["margin"]) = ("body-emotion", 0)), "Model 'frame' is made for 'body-emotion', and FaceStream needs one for 'face-emotion'"),
            (() => models.Release("2", m => (m["task"], m["temperature"]) = ("face-emotion", 0)), "Model 'frame' has a temperature of 0; it must be above 0."),
            (() => models.Release("2", m => (m["name"], m["temperature"]) = ("another", 1)), "Model 'another' cannot take the place of 'frame' while the service runs; a new version keeps the name."),
            (() => models.Release("1.0.0", m => (m["name"], m["temperature"]) = ("frame", 2)), "Model 'frame' has changed and is still called version 1.0.0; give it a version of its own, for results name it."),
            (() => models.Release("2", m => m["temperature"] = 1, Path.Combine(other, "not-finite", "model.onnx")), "Model 'frame' failed its probe: on zeros its output 'mask_logits' is not finite."),
            (() => models.Release("2", _ => { }, Path.Combine(other, "clip", "model.onnx")), "Model 'frame' has no output 'activation' as model.json says; its outputs are: logits."),
            (() => File.WriteAllText(Path.Combine(models.Folder, "frame", "model.json"), "{"), "model.json cannot be read: "),
        ];

        foreach (var (put, reason) in bad)
        {
            put();
            await Eventually.TrueAsync(() => service.Output.Contains(reason, StringComparison.Ordinal));
            var answer = await client.ScoreAsync(TinyService.Batch([TinyService.Gray(0)]));
            Assert.Equal(("1.0.0", 0.1f), (answer.Model.Version, answer.Scores[0].Logits.Values[0]));
        }

        File.Copy(Path.Combine(other, "frame", "model.json"), Path.Combine(models.Folder, "frame", "model.json"), overwrite: true);
        models.Release("2", m => m["temperature"] = 0.5, spare);
        await Eventually.TrueAsync(() => service.Output.Contains("Model frame 2 takes the place of 1.0.0.", StringComparison.Ordinal));
        Assert.Equal(0.2f, (await client.ScoreAsync(TinyService.Batch([TinyService.Gray(0)]))).Scores[0].Logits.Values[0]);
        Assert.Equal(bad.Length, service.Output.Split("Model frame 1.0.0 stays in service, ").Length - 1);
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync($"{service.Address}/metrics");
        Assert.Matches($"(?m)^emotion_model_reloads_total\\{{[^}}]*model=\"frame\",outcome=\"refused\"\\}} {bad.Length}$", metrics);
        Assert.Matches("(?m)^emotion_model_reloads_total\\{[^}]*model=\"frame\",outcome=\"loaded\"\\} 1$", metrics);
    }

    [Fact]
    public async Task Program_IntervalOutOfRange_SaysSoAndEnds()
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("FaceStream", "--Models:ReloadSeconds=0");

        Assert.Equal((1, "Models:ReloadSeconds must lie between 0.1 and 3600."), (exitCode, error));
    }

    private static FaceStreamService.FaceStreamServiceClient Client(RunningService service) => new(service.Channel);

    private static Task<string> VersionAsync(TinyService service) => VersionAsync(service.Client);

    private static async Task<string> VersionAsync(FaceStreamService.FaceStreamServiceClient client) =>
        (await client.GetModelAsync(new FaceStreamServiceGetModelRequest())).Model.Version.Version;

    private static int Count(FaceStreamServiceStreamScoreResponse answer) => (int)answer.Scores[0].Logits.Values[2];

    private static void AssertOf(ModelVersion model, Score score)
    {
        var version = model.Version == "1.0.0" ? 1 : int.Parse(model.Version, CultureInfo.InvariantCulture);
        Assert.Equal(version / 10f, score.Logits.Values[0], 1e-4f);
    }
}
