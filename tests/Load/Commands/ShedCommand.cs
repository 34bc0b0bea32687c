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
        var times = new Option<double>("--times") { Description = "Load in capacities, 1 to 100.", HelpName = "X", DefaultValueFactory = _ => 4 };
        times.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 100))
                result.AddError($"--times is {result.GetValueOrDefault<double>()}; it must lie between 1 and 100.");
        });
        var cameras = new Option<int>("--cameras") { Description = "Cameras, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 8 };
        cameras.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
                result.AddError($"--cameras is {result.GetValueOrDefault<int>()}; it must lie between 1 and 1000.");
        });
        var seconds = new Option<int>("--seconds") { Description = "Seconds of each part, 2 to 3600.", HelpName = "S", DefaultValueFactory = _ => 30 };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 2 or > 3600)
                result.AddError($"--seconds is {result.GetValueOrDefault<int>()}; it must lie between 2 and 3600.");
        });
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
