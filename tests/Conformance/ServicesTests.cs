using System.Globalization;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Conformance.Tests;

/// <summary>The services of the suite keep the contract.</summary>
public sealed class ServicesTests
{
    [Theory]
    [InlineData("FaceStream", "face-stream", "face-tsn")]
    [InlineData("FaceStream", "face-stream", "face-tsm-live")]
    [InlineData("FaceStream", "face-stream", "face-tsm-clip")]
    [InlineData("BodyStream", "body-stream", "body-motion")]
    public async Task Stream_PassesEveryCheck(string folder, string service, string model)
    {
        await using var process = await ServiceProcess.StartServiceAsync(folder, Ports.Free(), $"--{folder}:Model={model}");
        await PassesAsync(process.Address, service, least: 30);
    }

    [Fact]
    public async Task Detection_PassesEveryCheck()
    {
        await using var process = await ServiceProcess.StartServiceAsync("Detection", Ports.Free());
        await PassesAsync(process.Address, "detection", least: 25);
    }

    [Fact]
    public async Task Fusion_PassesEveryCheck()
    {
        await using var detection = await ServiceProcess.StartServiceAsync("Detection", Ports.Free());
        await using var face = await ServiceProcess.StartServiceAsync("FaceStream", Ports.Free());
        await using var process = await ServiceProcess.StartServiceAsync(
            "Fusion", Ports.Free(), $"--Fusion:Detection={detection.Address}", $"--Fusion:FaceStream={face.Address}", "--Fusion:BodyStream=");
        await PassesAsync(process.Address, "fusion", least: 20);
    }

    private static async Task PassesAsync(string address, string service, int least)
    {
        var (exitCode, passed, failed) = await Conformance.CheckAsync(address, service);
        Assert.Empty(failed);
        Assert.Equal(0, exitCode);
        Assert.True(passed >= least, string.Create(CultureInfo.InvariantCulture, $"Only {passed} checks were run."));
    }
}
