using System.CommandLine;
using EmotionGrpc.Eval.Output;
using EmotionGrpc.Eval.Suite;
using Grpc.Core;

namespace EmotionGrpc.Eval.CommandLine;

/// <summary>Runs a command's work and turns what went wrong into one sentence and an exit code.</summary>
internal static class EvalRun
{
    /// <summary>Adds the options that every command has, and the work.</summary>
    public static Command WithAction(this Command command, SharedOptions shared, Func<ParseResult, EvalContext, CancellationToken, Task> work)
    {
        command.Add(shared.Server);
        command.Add(shared.Json);
        command.Add(shared.Out);
        command.SetAction(async (result, cancellation) => (int)await RunAsync(result, shared, work, cancellation));
        return command;
    }

    private static async Task<ExitCode> RunAsync(
        ParseResult result, SharedOptions shared, Func<ParseResult, EvalContext, CancellationToken, Task> work, CancellationToken cancellation)
    {
        var server = result.GetRequiredValue(shared.Server);
        try
        {
            using var suite = new SuiteClient(server);
            using var items = ItemWriter.Open(result.GetValue(shared.Out));
            await work(result, new EvalContext(suite, new Report(result.GetValue(shared.Json)), items), cancellation);
            return ExitCode.Ok;
        }
        catch (EvalException e)
        {
            return await EndAsync(e.ExitCode, e.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return await EndAsync(ExitCode.Failed, "The evaluation was stopped before its end.");
        }
        catch (RpcException e)
        {
            var (exitCode, sentence) = CallFault.Explain(e, server);
            return await EndAsync(exitCode, sentence);
        }
    }

    private static async Task<ExitCode> EndAsync(ExitCode exitCode, string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return exitCode;
    }
}
