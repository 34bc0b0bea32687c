using EmotionGrpc.Detection.Tests.Support;
using EmotionGrpc.Inference.Models;

namespace EmotionGrpc.Detection.Tests.Service;

public sealed class StartTests
{
    [Fact]
    public async Task Program_MissingModel_SaysSoAndEnds()
    {
        var (exitCode, error) = await ServiceProcess.RunAsync("--Detection:FaceModel=nowhere");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Model 'nowhere' is missing: there is no file ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task Program_BrokenModel_SaysSoAndEnds()
    {
        var models = Directory.CreateTempSubdirectory("models-");
        try
        {
            foreach (var name in (string[])["movenet-multipose", "blazeface", "mask-state"])
            {
                var target = models.CreateSubdirectory(name);
                foreach (var file in (string[])["model.json", "model.onnx"])
                    File.Copy(Path.Combine(new ModelOptions().FindDirectory(), name, file), Path.Combine(target.FullName, file));
            }

            var network = Path.Combine(models.FullName, "mask-state", "model.onnx");
            await File.WriteAllBytesAsync(network, (await File.ReadAllBytesAsync(network))[..1000]);

            var (exitCode, error) = await ServiceProcess.RunAsync($"--Models:Directory={models.FullName}");

            Assert.Equal(1, exitCode);
            Assert.StartsWith("Model 'mask-state' is broken: ", error, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error);
        }
        finally
        {
            models.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Program_ModelOfAnotherTask_SaysSoAndEnds()
    {
        var (exitCode, error) = await ServiceProcess.RunAsync("--Detection:PoseModel=mask-state");

        Assert.Equal(1, exitCode);
        Assert.Equal("Model 'mask-state' is made for 'mask-state', and 'pose' is wanted; name another model.", error);
    }

    [Fact]
    public async Task Program_SettingOutOfRange_SaysSoAndEnds()
    {
        var (exitCode, error) = await ServiceProcess.RunAsync("--Detection:PersonScore=2");

        Assert.Equal(1, exitCode);
        Assert.Contains("Detection:PersonScore must lie between 0.05 and 1.", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }
}
