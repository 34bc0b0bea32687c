using System.CommandLine;
using EmotionGrpc.Fuzz.Running;
using EmotionGrpc.Fuzz.Targets;

namespace EmotionGrpc.Fuzz;

/// <summary>The command line.</summary>
internal static class FuzzCommand
{
    /// <summary>What the supervisor calls its own child by.</summary>
    public const string Child = "child";

    public static RootCommand Create()
    {
        var inputs = new Option<long>("--inputs") { Description = "Changed inputs to try, from 600 on.", HelpName = "N", DefaultValueFactory = _ => 1_000_000, Recursive = true };
        inputs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 600)
                result.AddError($"--inputs is {result.GetValueOrDefault<long>()}; it must be 600 or more.");
        });
        var seed = new Option<int>("--seed") { Description = "Seed of chance.", HelpName = "N", DefaultValueFactory = _ => 1, Recursive = true };
        var workers = new Option<int>("--workers") { Description = "Inputs in hand at a time, 1 to 256.", HelpName = "N", DefaultValueFactory = _ => 2 * Environment.ProcessorCount, Recursive = true };
        workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256)
                result.AddError($"--workers is {result.GetValueOrDefault<int>()}; it must lie between 1 and 256.");
        });
        var keep = new Option<bool>("--keep") { Description = "Write one input for each new kind of answer to tests/Fuzz/Corpus.", Recursive = true };
        var path = new Argument<string>("FILE");
        var child = new Command(Child) { path };
        child.Hidden = true;
        child.SetAction(result => RunChildAsync(result.GetRequiredValue(path), Settings(result)));

        var root = new RootCommand(
            "Sends broken pictures, messages, sessions, models and settings to the services and checks that each is answered: no crash, no hang, no growth.\n\n"
            + "The last line is \"N passed, N failed\". Inputs that were not answered as they must be are written to tests/Fuzz/Corpus, which every run replays first.")
        {
            inputs, seed, workers, keep, child,
        };
        root.SetAction(result => Supervisor.RunAsync(Settings(result)));
        return root;

        FuzzSettings Settings(ParseResult result) => new(result.GetValue(inputs), result.GetValue(seed), result.GetValue(workers), result.GetValue(keep));
    }

    private static async Task<int> RunChildAsync(string path, FuzzSettings settings)
    {
        using var recorder = new FlightRecorder(path, settings.Workers);
        await using var catalog = await TargetCatalog.StartAsync();
        var (passed, failed) = await new FuzzRun(catalog.Targets, recorder, settings).RunAsync();
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
