using System.Text.Json;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Conformance.Tests;

/// <summary>Runs the program as a user does.</summary>
internal static class Conformance
{
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        BuiltProgram.RunAsync("clients/conformance", "emotion-conformance", arguments);

    /// <summary>Runs all checks.</summary>
    /// <returns>The exit code, and what each check that failed says by its name.</returns>
    public static async Task<(int ExitCode, int Passed, IReadOnlyDictionary<string, string> Failed)> CheckAsync(string address, string service)
    {
        var (exitCode, output, error) = await RunAsync("--target", address, "--service", service, "--json");
        Assert.Equal("", error);
        var lines = output.Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var failed = lines[..^1].Where(l => !l.GetProperty("passed").GetBoolean()).ToDictionary(l => l.GetProperty("check").GetString()!, l => l.GetProperty("violation").GetString()!);
        Assert.Equal(lines.Count - 1, lines[^1].GetProperty("passed").GetInt32() + lines[^1].GetProperty("failed").GetInt32());
        Assert.All(lines[..^1], l => Assert.NotEqual("", l.GetProperty("rule").GetString()));
        return (exitCode, lines[^1].GetProperty("passed").GetInt32(), failed);
    }
}
