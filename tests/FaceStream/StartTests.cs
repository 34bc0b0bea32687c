using System.Text.Json.Nodes;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.FaceStream.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Program_MissingModel_SaysSoAndEnds()
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("FaceStream", "--FaceStream:Model=nowhere");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Model 'nowhere' is missing: there is no file ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task Program_BrokenModel_SaysSoAndEnds()
    {
        using var models = ScratchModels.CopyOf("face-tsn");
        await File.AppendAllTextAsync(models.NetworkPath, "x");

        var (exitCode, _, error) = await ServiceProcess.RunAsync("FaceStream", $"--Models:Directory={models.Folder}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Model 'face-tsn' is broken: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task Start_ModelOfAnotherTask_IsRefused()
    {
        var fault = await StartFaultAsync(("FaceStream:Model", "body-motion"));

        Assert.Equal("Model 'body-motion' is made for 'body-emotion', and FaceStream needs one for 'face-emotion'; set FaceStream:Model.", fault.Message);
    }

    [Theory]
    [InlineData("labels")]
    [InlineData("width")]
    [InlineData("huge")]
    [InlineData("stateful")]
    [InlineData("keypoints")]
    public async Task Start_ManifestThatDoesNotFit_IsRefused(string what)
    {
        using var models = ScratchModels.CopyOf("face-tsn");
        models.Change(manifest =>
        {
            var input = manifest["input"]!.AsObject();
            switch (what)
            {
                case "labels":
                    manifest["labels"] = new JsonArray("neutral", "happiness");
                    break;
                case "width":
                    input["width"] = 64;
                    break;
                case "huge":
                    input["height"] = 4096;
                    break;
                case "stateful":
                    manifest["temporal"] = "stateful";
                    break;
                default:
                    input["kind"] = "keypoints";
                    break;
            }
        });

        var fault = await StartFaultAsync(("Models:Directory", models.Folder));

        var expected = what switch
        {
            "labels" => "gives 7 scores, and its model.json names 2 labels",
            "width" => "takes items of 1x96x96, and its model.json describes 1x96x64; make them agree.",
            "huge" => "wants crops of 96x4096 pixels",
            "stateful" => "must name states in its model.json where its temporal is stateful",
            _ => "takes keypoints",
        };
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    private static async Task<ModelException> StartFaultAsync(params (string, string)[] settings) =>
        await Assert.ThrowsAsync<ModelException>(() => RunningService.StartAsync("FaceStream", FaceStreamHost.Build, settings));
}
