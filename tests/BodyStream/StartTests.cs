using EmotionGrpc.Inference.Models;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.BodyStream.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Program_MissingModel_SaysSoAndEnds()
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("BodyStream", "--BodyStream:Model=nowhere");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Model 'nowhere' is missing: there is no file ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task Program_BrokenModel_SaysSoAndEnds()
    {
        using var models = ScratchModels.CopyOf("body-motion");
        models.CutNetwork(1000);

        var (exitCode, _, error) = await ServiceProcess.RunAsync("BodyStream", $"--Models:Directory={models.Folder}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Model 'body-motion' is broken: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task Program_SettingOutOfRange_SaysSoAndEnds()
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("BodyStream", "--BodyStream:MaximumTracks=0");

        Assert.Equal(1, exitCode);
        Assert.Contains("MaximumTracks must lie between 1 and 4096.", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Theory]
    [InlineData("task", "is made for 'pose', and BodyStream needs one for 'body-emotion'")]
    [InlineData("temporal", "its temporal must be clip")]
    [InlineData("clipFrames", "takes items of 64x17x3, and its model.json describes 16x17x3")]
    [InlineData("framesPerSecond", "input.framesPerSecond 0")]
    [InlineData("minimumFrames", "allowed are 1 to its clipFrames, 64")]
    public async Task Start_ManifestThatDoesNotFit_IsRefused(string key, string expected)
    {
        using var models = ScratchModels.CopyOf("body-motion");
        models.Change(manifest =>
        {
            var input = manifest["input"]!.AsObject();
            switch (key)
            {
                case "task":
                    manifest["task"] = "pose";
                    break;
                case "temporal":
                    manifest["temporal"] = "per-frame";
                    break;
                case "clipFrames":
                    input["clipFrames"] = 16;
                    break;
                case "framesPerSecond":
                    input["framesPerSecond"] = 0;
                    break;
                default:
                    input["minimumFrames"] = 65;
                    break;
            }
        });

        var fault = await Assert.ThrowsAsync<ModelException>(
            () => RunningService.StartAsync("BodyStream", BodyStreamHost.Build, ("Models:Directory", models.Folder)));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }
}
