using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Eval.Tests.EndToEnd;

/// <summary>Runs <c>emotion-eval</c> as a process of its own.</summary>
internal static class EvalProgram
{
    public static async Task<EvalRunResult> RunAsync(params string[] args)
    {
        var (exitCode, output, error) = await BuiltProgram.RunAsync("clients/eval", "emotion-eval", args);
        return new(exitCode, output, error);
    }
}
