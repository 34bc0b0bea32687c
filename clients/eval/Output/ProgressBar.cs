using Spectre.Console;

namespace EmotionGrpc.Eval.Output;

/// <summary>A progress bar on standard error; silent where that is not a terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work that calls its argument once for every item done.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="items">How many items there are; 0: not known.</param>
    /// <param name="work">The work.</param>
    public static async Task<T> RunAsync<T>(string title, int items, Func<Action, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
            return await work(() => { });

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(title, maxValue: Math.Max(1, items));
                task.IsIndeterminate = items == 0;
                return await work(() => task.Increment(1));
            });
    }
}
