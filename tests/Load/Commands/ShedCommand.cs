using System.CommandLine;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Load.Commands;

/// <summary><c>shed</c>: what becomes of age and fairness at several times the capacity.</summary>
internal static class ShedCommand
{
    private const double UnloadedFramesPerSecond = 3;

    public static Command Create()
    {
        var times = Ranged.Option<double>("--times", "Load in capacities", "X", 4, 1, 100);
        var cameras = Ranged.Option("--cameras", "Cameras", "N", 8, 1, 1000);
        var seconds = Ranged.Option("--seconds", "Seconds of each part", "S", 30, 2, 3600);
        var json = new Option<bool>("--json") { Description = "Print one line of JSON and nothing else." };
        var command = new Command("shed", "Offers the suite several times what it can do and tells age, drops and fairness.") { times, cameras, seconds, json };
        command.SetAction(result => RunAsync(
            result.GetValue(times), result.GetValue(cameras), TimeSpan.FromSeconds(result.GetValue(seconds)), new Output(result.GetValue(json))));
        return command;
    }

    private static async Task<int> RunAsync(double times, int cameras, TimeSpan duration, Output output)
    {
        await using var suite = await ServiceProcess.StartYieldingSuiteAsync();
        var pictures = new CameraPictures(400, 300);
        var capacity = await Capacity.MeasureAsync(suite.Address, pictures, cameras, output);
        output.Say(FormattableString.Invariant($"One camera of {UnloadedFramesPerSecond} frames/s, for comparison"));
        var unloaded = await Fleet.RunAsync(suite.Address, pictures, 1, UnloadedFramesPerSecond, duration);
        var rate = times * capacity / cameras;
        output.Say(FormattableString.Invariant($"{cameras} cameras of {rate:0.0} frames/s each: {times:0.#} times the capacity"));
        var loaded = await Fleet.RunAsync(suite.Address, pictures, cameras, rate, duration);

        var age = loaded.AgeP95 / unloaded.AgeP95;
        output.Say("");
        output.Fleet("unloaded", unloaded);
        output.Fleet("overloaded", loaded);
        output.Say(FormattableString.Invariant($"age p95 overloaded / unloaded  {age:0.00}"));
        output.Say(FormattableString.Invariant($"best / worst served camera     {loaded.Unevenness:0.00}"));
        output.Say(FormattableString.Invariant($"results/s / capacity           {loaded.ResultsPerSecond / capacity:0.00}"));
        output.Json(new { capacity, times, unloaded, overloaded = loaded, ageRatio = age, unevenness = loaded.Unevenness });
        return loaded.Unanswered == 0 && loaded.Errors == 0 ? 0 : 1;
    }
}
