using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Tests.Service;

/// <summary>New versions of the three models while pictures are examined. They are the same networks under another name, so that the findings must not change.</summary>
public sealed class ReloadTests
{
    private static readonly string[] s_models = ["movenet-multipose", "blazeface", "mask-state"];

    [Fact]
    public async Task Reload_EveryModelWhilePicturesAreExamined_NoneIsLostAndEachNamesItsVersions()
    {
        using var models = ScratchModels.CopyOf(s_models[0], s_models[1], s_models[2]);
        foreach (var model in s_models)
            models.Change(m => m["version"] = "1", model);
        await using var service = await RunningService.StartAsync("Detection", DetectionHost.Build, ("Models:Directory", models.Folder), ("Models:ReloadSeconds", "0.1"));
        var client = new DetectionService.DetectionServiceClient(service.Channel);
        var first = await DetectAsync(client);
        using var end = new CancellationTokenSource();
        var load = Enumerable.Range(0, 2).Select(_ => ExamineAsync()).ToArray();

        foreach (var model in s_models)
        {
            models.Change(m => m["version"] = "2", model);
            await Eventually.TrueAsync(async () => (await DetectAsync(client)).Models.Single(m => m.Name == model).Version == "2");
        }

        await end.CancelAsync();
        foreach (var seen in await Task.WhenAll(load))
        {
            Assert.Equal(("1 1 1", "2 2 2"), (seen[0], seen[^1]));
            Assert.Equal(seen.Distinct().Count(), seen.Where((v, i) => i == 0 || seen[i - 1] != v).Count());
        }

        async Task<List<string>> ExamineAsync()
        {
            var versions = new List<string> { Versions(first) };
            var last = false;
            while (!last)
            {
                // The last one begins when every new version is in service.
                last = end.IsCancellationRequested;
                var detection = await DetectAsync(client);
                Assert.Equal(first.Persons, detection.Persons);
                versions.Add(Versions(detection));
            }

            return versions;
        }
    }

    [Fact]
    public async Task Program_ModelOfAnotherKind_LeavesTheOldOneInService()
    {
        using var models = ScratchModels.CopyOf("mask-state", "movenet-multipose", "blazeface");
        await using var service = await ServiceProcess.StartServiceAsync(
            "Detection", Ports.Free(), $"--Models:Directory={models.Folder}", "--Models:ReloadSeconds=0.1");
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(service.Address);
        var client = new DetectionService.DetectionServiceClient(channel);

        models.Release("2", _ => { }, models.NetworkPath, "blazeface");

        await Eventually.TrueAsync(() => service.Output.Contains("Model blazeface 1.0.0 stays in service, ", StringComparison.Ordinal));
        var detection = await DetectAsync(client);
        Assert.NotNull(Assert.Single(detection.Persons).Face);
        Assert.Equal("1.0.0", detection.Models.Single(m => m.Name == "blazeface").Version);
    }

    private static string Versions(V1.Detection detection) => string.Join(' ', detection.Models.Select(m => m.Version));

    private static async Task<V1.Detection> DetectAsync(DetectionService.DetectionServiceClient client) =>
        (await client.DetectAsync(new DetectRequest { Image = Images.Jpeg(SampleFrames.Jpegs[0]) })).Detection;
}
