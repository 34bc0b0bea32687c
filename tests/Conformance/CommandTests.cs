using System.Globalization;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Conformance.Tests;

public sealed class CommandTests
{
    [Fact]
    public async Task NobodyAnswers_SaysSo()
    {
        var (exitCode, output, error) = await Conformance.RunAsync("--target", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}"), "--service", "fusion");
        Assert.Equal(4, exitCode);
        Assert.Equal("", output);
        Assert.Contains("does not answer as fusion", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherService_SaysThatItIsNotServed()
    {
        await using var process = await ServiceProcess.StartServiceAsync("FaceStream", Ports.Free());
        var (exitCode, _, error) = await Conformance.RunAsync("--target", process.Address, "--service", "body-stream");
        Assert.Equal(4, exitCode);
        Assert.Contains("does not serve body-stream", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--target", "127.0.0.1:80", "--service", "fusion", "http://HOST:PORT")]
    [InlineData("--target", "http://127.0.0.1:80", "--service", "gateway", "face-stream")]
    public async Task WrongUsage_NamesWhatIsAllowed(string first, string second, string third, string fourth, string allowed)
    {
        var (exitCode, _, error) = await Conformance.RunAsync(first, second, third, fourth);
        Assert.Equal(2, exitCode);
        Assert.Contains(allowed, error, StringComparison.Ordinal);
    }
}
