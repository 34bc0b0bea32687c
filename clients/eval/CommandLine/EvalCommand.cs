using System.CommandLine;
using System.CommandLine.Invocation;
using EmotionGrpc.Eval.Clips;
using EmotionGrpc.Eval.Detecting;
using EmotionGrpc.Eval.Faces;
using EmotionGrpc.Eval.Tracks;

namespace EmotionGrpc.Eval.CommandLine;

/// <summary>The command line of <c>emotion-eval</c>.</summary>
internal static class EvalCommand
{
    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The process's exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(string[] args)
    {
        var shared = new SharedOptions();
        var root = new RootCommand("Measures the running emotion suite over gRPC on labelled pictures, clips and videos.")
        {
            FacesCommand.Create(shared),
            ClipsCommand.Create(shared),
            DetectionCommand.Create(shared),
            TracksCommand.Create(shared),
        };
        var result = root.Parse(args);
        if (result.Action is not ParseErrorAction)
            return await result.InvokeAsync();
        await Console.Error.WriteLineAsync(result.Errors[0].Message);
        return (int)ExitCode.Usage;
    }
}
