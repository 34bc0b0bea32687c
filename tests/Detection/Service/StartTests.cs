using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Detection.Tests.Service;

public sealed class StartTests
{
    [Fact]
    public async Task Program_MissingModel_SaysSoAndEnds()
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("Detection", "--Detection:FaceModel=nowhere");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Model 'nowhere' is missing: there is no file ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task Program_BrokenModel_SaysSoAndEnds()
    {
        using var models = ScratchModels.CopyOf("mask-state", "movenet-multipose", "blazeface");
        models.CutNetwork(1000);

        var (exitCode, _, error) = await ServiceProcess.RunAsync("Detection", $"--Models:Directory={models.Folder}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Model 'mask-state' is broken: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task Program_ModelOfAnotherTask_SaysSoAndEnds()
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("Detection", "--Detection:PoseModel=mask-state");

        Assert.Equal(1, exitCode);
        Assert.Equal("Model 'mask-state' is made for 'mask-state', and 'pose' is wanted; name another model.", error);
    }

    [Fact]
    public async Task Program_SettingOutOfRange_SaysSoAndEnds()
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync("Detection", "--Detection:PersonScore=2");

        Assert.Equal(1, exitCode);
        Assert.Contains("Detection:PersonScore must lie between 0.05 and 1.", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }
}
