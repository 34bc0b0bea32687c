using System.CommandLine;
using System.Globalization;
using EmotionGrpc.Reliability.Report;

namespace EmotionGrpc.Reliability;

/// <summary>The command line.</summary>
internal static class ChaosCommand
{
    public static RootCommand Create()
    {
        var seconds = Number("--seconds", "Seconds of faults, 10 to 86400.", 10, 86_400, 60);
        var cameras = Number("--cameras", "Cameras that stream, 1 to 64.", 1, 64, 4);
        var rate = Number("--fps", "Frames per second of each camera, 1 to 60.", 1, 60, 5);
        var every = Number("--every", "Seconds between two kills, 4 to 600; a link breaks in the middle between them.", 4, 600, 10);
        var seed = Number("--seed", "Which faults come in which order; the same number brings the same.", 0, int.MaxValue, 1);
        var rolling = new Option<bool>("--rolling") { Description = "Break nothing, but restart every process in order (SIGTERM) as a rollout does; cameras wait instead of dropping, and every frame must get a result." };
        var json = new Option<bool>("--json") { Description = "Print JSON lines: every event, the summary last." };
        var command = new RootCommand(
            "Streams cameras to the suite while its processes are killed and its links are cut, stalled, delayed and throttled.\n\n"
            + "Exit codes: 0 every frame was answered once (with --rolling: by a result) and no client gave up, 1 not so, 2 wrong usage.")
        {
            seconds, cameras, rate, every, seed, rolling, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var plan = new ChaosPlan(
                TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(cameras), result.GetValue(rate), TimeSpan.FromSeconds(result.GetValue(every)), result.GetValue(seed), result.GetValue(rolling));
            var journal = new Journal(result.GetValue(json));
            var summary = await ChaosRun.RunAsync(plan, journal, cancellationToken);
            journal.End(summary);
            return summary.Holds ? 0 : 1;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int least, int most, int usual)
    {
        var option = new Option<int>(name) { Description = $"{description} Default {usual}.", HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens.Count == 1 ? result.Tokens[0].Value : usual.ToString(CultureInfo.InvariantCulture), out var value) || value < least || value > most)
                result.AddError($"{name} must be a whole number from {least} to {most}.");
        });
        return option;
    }
}
