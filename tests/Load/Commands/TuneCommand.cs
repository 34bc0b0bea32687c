using System.CommandLine;
using System.Globalization;
using EmotionGrpc.Inference.Models;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Limit;
using EmotionGrpc.Load.Tuning;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Load.Commands;

/// <summary><c>tune</c>: measures this machine and writes the settings that suit it.</summary>
internal static class TuneCommand
{
    private const int Width = 640, Height = 360;

    public static Command Create()
    {
        var seconds = Ranged.Option("--seconds", "Seconds that all trials may take together, loading models apart", "S", 90, 2, 3600);
        var file = new Option<FileInfo>("--out") { Description = "Where the settings are written.", HelpName = "FILE", DefaultValueFactory = _ => new FileInfo(Path.Combine(Repository.Root, "artifacts", "tuned.json")) };
        var provider = new Option<string>("--provider") { Description = "Execution provider: cpu (default), cuda or tensorrt.", HelpName = "P", DefaultValueFactory = _ => "cpu" };
        provider.AcceptOnlyFromAmong("cpu", "cuda", "tensorrt");
        var from = new Option<int?>("--cadence-from") { Description = "Write a cadence too, of at least N frames from one search for persons to the next, 2 to 100: speed for quality. Left out: none is written.", HelpName = "N" };
        from.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int?>() is < 2 or > 100)
                r.AddError($"--cadence-from is {r.GetValueOrDefault<int?>()}; it must lie between 2 and 100.");
        });
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each trial and one for the choice, and nothing else." };
        var command = new Command("tune", "Measures this machine with the models and the sample video, and writes the settings that suit it.") { seconds, file, provider, from, json };
        command.SetAction(result => RunAsync(
            TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetRequiredValue(file), result.GetRequiredValue(provider), result.GetValue(from), new Output(result.GetValue(json))));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan time, FileInfo file, string provider, int? from, Output output)
    {
        try
        {
            // Before the work: who cannot write shall not wait for it.
            file.Directory!.Create();
            await using var stream = file.Open(FileMode.OpenOrCreate, FileAccess.Write);
            var options = BareNetwork.Options();
            options.Provider = provider;
            var run = new TuneRun(options, new CameraPictures(Width, Height).Decoded(), time, from, (share, trial) => output.Share(share, trial.ToString()));
            output.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} processors, {run.Provider}, {string.Join(" and ", run.Precisions)}; {string.Join(", ", FrameNetworks.Names)} once a frame each, about {time.TotalSeconds:0} s and the loading of models"));
            var settings = await run.MeasureAsync();
            stream.SetLength(0);
            await using (var writer = new StreamWriter(stream))
                await writer.WriteAsync(settings.Json());
            output.Tuned(run.Tried, settings, Path.GetRelativePath(Environment.CurrentDirectory, file.FullName));
            return 0;
        }
        catch (Exception e) when (e is ModelException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
