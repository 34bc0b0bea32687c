using EmotionGrpc.Client;
using Spectre.Console;

namespace EmotionGrpc.Edge.Live;

/// <summary>Chooses how a run is shown.</summary>
internal static class RunViews
{
    public static IRunView Choose(bool quiet, string title, long? length, RunStatistics statistics, Func<long> skipped, Func<EncodingAdvice?> encoding) =>
        quiet ? new QuietView()
        : Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi ? new ProgressLines(Console.Out, length, statistics, encoding, TimeProvider.System)
        : new LiveTable(AnsiConsole.Console, title, length, statistics, skipped, encoding);
}
