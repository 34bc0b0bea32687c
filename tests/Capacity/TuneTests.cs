using System.Text.Json;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Capacity.Tests;

/// <summary><c>./emotion tune</c> with the real models, and the suite that takes its word.</summary>
public class TuneTests
{
    [Fact]
    public async Task Tune_AFewSeconds_WritesSettingsThatTheSuiteStartsWith()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("tuned.json");

        var (exitCode, output, error) = await BuiltProgram.RunAsync("tests/Load", "emotion-load", "tune", "--seconds", "2", "--out", file, "--cadence-from", "3", "--json");

        Assert.Equal((0, ""), (exitCode, error));
        using var last = JsonDocument.Parse(output.Split('\n')[^1]);
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        var (models, chosen) = (written.RootElement.GetProperty("Models"), last.RootElement.GetProperty("settings"));
        Assert.Equal(chosen.GetProperty("threads").GetInt32(), models.GetProperty("IntraOpThreads").GetInt32());
        Assert.Equal(chosen.GetProperty("workers").GetInt32(), models.GetProperty("Workers").GetInt32());
        Assert.InRange(written.RootElement.GetProperty("Fusion").GetProperty("Cadence").GetInt32(), 3, 10);
        await using var suite = await ServiceProcess.StartSuiteAsync("--settings", file);
    }

    [Fact]
    public async Task Settings_File_CountsAndLosesToTheCommandLine()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("settings.json");
        await File.WriteAllTextAsync(file, """{"FaceStream": {"Model": "expression-faceapi"}, "Models": {"Precision": "half"}}""");

        var refused = await ServiceProcess.RunAsync("FaceStream", $"--settings={file}");
        await using var service = await ServiceProcess.StartServiceAsync("FaceStream", Ports.Free(), "--settings", file, "--Models:Precision=auto");

        Assert.Equal((1, "Models:Precision must be one of auto, float32, float16, int8."), (refused.ExitCode, refused.Error));
        await Eventually.TrueAsync(() => service.Output.Contains("Model expression-faceapi 1.0.0 answers on cpu in float32.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Standalone")]
    [InlineData("FaceStream")]
    public async Task Settings_NoSuchFile_IsOneSentence(string service)
    {
        var (exitCode, _, error) = await ServiceProcess.RunAsync(service, "--settings=absent.json");

        Assert.Equal(1, exitCode);
        Assert.Equal("--settings is 'absent.json', and there is no such file; name one in the form of appsettings.json, for instance one that ./emotion tune wrote.", error);
    }

    [Fact]
    public async Task Settings_NoJson_IsOneSentence()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("settings.json");
        await File.WriteAllTextAsync(file, "Models: fast");

        var (exitCode, _, error) = await ServiceProcess.RunAsync("Standalone", $"--settings={file}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"--settings is '{file}', which cannot be read as JSON settings: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }
}
