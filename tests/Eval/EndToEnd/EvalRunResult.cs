using System.Text.Json;

namespace EmotionGrpc.Eval.Tests.EndToEnd;

/// <summary>What a run of <c>emotion-eval</c> left.</summary>
internal sealed record EvalRunResult(int ExitCode, string Output, string Error)
{
    /// <summary>The one line of JSON of a run that went well.</summary>
    public JsonElement Json()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        Assert.Single(Output.TrimEnd().Split('\n'));
        return JsonDocument.Parse(Output).RootElement;
    }

    /// <summary>The one sentence of a run that went wrong.</summary>
    public string Sentence(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, not {exitCode}: {Error}");
        Assert.Empty(Output);
        return Assert.Single(Error.TrimEnd().Split('\n'));
    }
}
