using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Limit;
using EmotionGrpc.Load.Suite;

namespace EmotionGrpc.Load.Commands;

/// <summary><c>bench</c>: frames a second, age and cost of the suite beside the limit of the same machine in the same run.</summary>
internal static class BenchCommand
{
    /// <summary>Suite and limit take turns of five seconds or less, so that a machine that slows down slows both. Cameras with a rate of their own are not interrupted: what they lose is counted.</summary>
    private const int LeastTurns = 3;

    private static readonly TimeSpan s_longestTurn = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var cameras = Ranged.Option("--cameras", "Cameras", "N", 4, 1, 1000);
        var seconds = Ranged.Option("--seconds", "Seconds that count", "S", 30, 3, 3600);
        var rate = new Option<double?>("--fps") { Description = "Frames a second of each camera, 0.1 to 240, the newest wins. Left out: each sends the next frame as soon as the server takes it.", HelpName = "X" };
        rate.Validators.Add(r => Check(r, r.GetValueOrDefault<double?>() is null or (>= 0.1 and <= 240), $"--fps must lie between 0.1 and 240."));
        var size = new Option<string>("--size") { Description = "Size of the pictures in pixels.", HelpName = "WxH", DefaultValueFactory = _ => "640x360" };
        size.Validators.Add(r => Check(r, Size(r.GetValueOrDefault<string>()) is ( >= 64 and <= 4096, >= 64 and <= 4096), "--size must be WIDTHxHEIGHT, each 64 to 4096, for instance 640x360."));
        var cadence = Ranged.Option("--cadence", "Frames at most from one search for persons to the next", "N", 1, 1, 100);
        var processes = new Option<bool>("--processes") { Description = "One process a service instead of one in all." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON and nothing else." };
        var settings = new Argument<string[]>("SETTINGS") { Description = "Settings of the services, after --, for instance -- --Models:Workers=1.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("bench", "Plays cameras into the suite and tells frames/s, age, cost a frame, and the ratio to bare ONNX Runtime on the same inputs.")
        {
            cameras, seconds, rate, size, cadence, processes, json, settings,
        };
        command.SetAction(result => RunAsync(
            result.GetValue(cameras),
            TimeSpan.FromSeconds(result.GetValue(seconds)),
            result.GetValue(rate),
            Size(result.GetRequiredValue(size)),
            (uint)result.GetValue(cadence),
            result.GetValue(processes),
            result.GetValue(settings) ?? [],
            new Output(result.GetValue(json))));
        return command;
    }

    private static async Task<int> RunAsync(
        int cameras, TimeSpan duration, double? rate, (int Width, int Height) size, uint cadence, bool processes, string[] settings, Output output)
    {
        var pictures = new CameraPictures(size.Width, size.Height);
        await using var suite = await SuiteUnderTest.StartAsync(processes, settings);
        output.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{cameras} cameras of {size.Width}x{size.Height}, JPEG of {pictures.MeanBytes / 1024:0} KiB, {(rate is null ? "as fast as they are served" : $"{rate} frames/s each")}, cadence {cadence}; {Environment.ProcessorCount} processors, {(processes ? "one process a service" : "one process")}"));

        var cold = await suite.ReadAsync();
        var warmUps = new List<FleetReport>();
        for (var part = 0; part < SuiteWarmUp.Parts; part++)
            warmUps.Add(await Fleet.RunAsync(suite.Address, pictures, cameras, rate, SuiteWarmUp.Part, cadence, stop => WatchAsync(SuiteWarmUp.Part, [], stop)));
        var warmUp = FleetReport.Sum(warmUps);
        var before = await suite.ReadAsync();
        var itemsPerFrame = before.ItemsSince(cold).ToDictionary(i => i.Key, i => i.Value / warmUp.Results);
        using var bare = new BareLimit(itemsPerFrame, pictures.Decoded());
        await bare.RunAsync(TimeSpan.FromSeconds(1));

        var (fleets, limits, usages) = (new List<FleetReport>(), new List<double>(), new List<SuiteUsage>());
        var turns = rate is null ? Math.Max(LeastTurns, (int)Math.Ceiling(duration / s_longestTurn)) : 1;
        for (var turn = 0; turn < turns; turn++)
        {
            output.Progress($"turn {turn + 1} of {turns}");
            limits.Add(await bare.RunAsync(duration / turns / 4));
            fleets.Add(await Fleet.RunAsync(suite.Address, pictures, cameras, rate, duration / turns, cadence, stop => WatchAsync(duration / turns, usages, stop)));
            limits.Add(await bare.RunAsync(duration / turns / 4));
        }

        var report = BenchReport.From(FleetReport.Sum(fleets), limits, usages);
        output.Say("");
        output.Bench(report);
        output.Json(new { size = $"{size.Width}x{size.Height}", rate, cadence, processes, processors = Environment.ProcessorCount, report });
        return report.Fleet.Unanswered == 0 && report.Fleet.Errors == 0 ? 0 : 1;

        // Sessions are opened before it reads and ended after: what a frame costs does not depend on how many of them share a session.
        async Task WatchAsync(TimeSpan turn, List<SuiteUsage> into, CancellationToken stop)
        {
            await Task.Delay(turn / 6, CancellationToken.None);
            var start = await suite.ReadAsync();
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            into.Add(SuiteUsage.Between(start, await suite.ReadAsync()));
        }
    }

    private static void Check(SymbolResult result, bool valid, string message)
    {
        if (!valid)
            result.AddError(message);
    }

    private static (int Width, int Height) Size(string? text)
    {
        var parts = text?.Split('x') ?? [];
        return parts.Length == 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var w) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var h) ? (w, h) : (0, 0);
    }
}
