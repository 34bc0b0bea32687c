using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Suite;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Load.Commands;

/// <summary>
/// <c>soak</c>: whether memory, handles and threads stay flat at four fifths of what the machine can do. Garbage may lie for an hour before the runtime collects all of it, and would
/// hide a leak or look like one: what is held is read after full collections, twelve times a run.
/// </summary>
internal static class SoakCommand
{
    private const double Load = 0.8;
    private const int Cameras = 4;
    private const int Collections = 12;

    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var minutes = Ranged.Option("--minutes", "Minutes", "M", 60, 0.5, 1440);
        var json = new Option<bool>("--json") { Description = "Print one line of JSON and nothing else." };
        var command = new Command("soak", "Runs the suite at 80 % of its capacity and fits a line to its memory, handles and threads.") { minutes, json };
        command.SetAction(result => RunAsync(TimeSpan.FromMinutes(result.GetValue(minutes)), new Output(result.GetValue(json))));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan duration, Output output)
    {
        await using var suite = await ServiceProcess.StartYieldingSuiteAsync();
        var pictures = new CameraPictures(400, 300);
        var capacity = await Capacity.MeasureAsync(suite.Address, pictures, Cameras, output);
        var readings = new List<ProcessReading>();
        var held = new List<Held>();
        var rate = Load * capacity / Cameras;
        output.Say(FormattableString.Invariant($"{Cameras} cameras of {rate:0.0} frames/s each for {duration.TotalMinutes:0.#} minutes"));
        var clock = Stopwatch.StartNew();
        var report = await Fleet.RunAsync(suite.Address, pictures, Cameras, rate, duration, meanwhile: WatchAsync);

        // The first third is warm-up: pools fill, code is compiled anew where it is hot.
        var flat = readings.Skip(readings.Count / 3).ToArray();
        var hours = s_every.TotalHours;
        var memory = Trend.Of([.. flat.Select(r => r.Mebibytes)], hours);
        var flatHeld = held.Skip(held.Count / 3).ToArray();
        var memoryHeld = Trend.Of([.. flatHeld.Select(h => h.Process.Mebibytes)], duration.TotalHours / Collections);
        var managedHeld = Trend.Of([.. flatHeld.Select(h => h.ManagedMebibytes)], duration.TotalHours / Collections);
        var handles = Trend.Of([.. flat.Select(r => (double)r.Handles)], hours);
        var threads = Trend.Of([.. flat.Select(r => (double)r.Threads)], hours);
        output.Say("");
        output.Table("over the last two thirds", [("mean", 10), ("slope an hour", 16), ("standard error", 16)],
        [
            ("memory, MiB", [memory.Mean, memory.Slope, memory.Error]),
            ("of it without garbage, MiB", [memoryHeld.Mean, memoryHeld.Slope, memoryHeld.Error]),
            ("of that managed, MiB", [managedHeld.Mean, managedHeld.Slope, managedHeld.Error]),
            ("handles", [handles.Mean, handles.Slope, handles.Error]),
            ("threads", [threads.Mean, threads.Slope, threads.Error]),
        ]);
        output.Fleet("frames", report);
        output.Say("");
        output.Table("without garbage", [("memory, MiB", 16), ("managed, MiB", 16), ("handles", 10), ("threads", 10)],
            [.. held.Select(h => (FormattableString.Invariant($"after {h.Minutes:0.0} minutes"), new[] { h.Process.Mebibytes, h.ManagedMebibytes, h.Process.Handles, h.Process.Threads }))]);
        output.Json(new { capacity, cameras = Cameras, rate, minutes = duration.TotalMinutes, memory, memoryHeld, managedHeld, handles, threads, held, report });
        return report.Unanswered == 0 && report.Errors == 0 ? 0 : 1;

        async Task WatchAsync(CancellationToken stop)
        {
            using var timer = new PeriodicTimer(s_every);
            try
            {
                while (await timer.WaitForNextTickAsync(stop))
                {
                    if (clock.Elapsed >= duration / Collections * (held.Count + 1))
                    {
                        await FullCollection.InduceAsync(suite.Id);
                        held.Add(new Held(clock.Elapsed.TotalMinutes, ProcessReading.Of(suite.Id), (await MetricsPage.ReadAsync(suite.Address)).Sum("dotnet_gc_last_collection_heap_size_bytes") / 1048576));
                    }

                    var reading = ProcessReading.Of(suite.Id);
                    readings.Add(reading);
                    output.Progress(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{clock.Elapsed:hh\\:mm\\:ss}  {reading.Mebibytes:0} MiB  {reading.Handles} handles  {reading.Threads} threads"));
                }
            }
            catch (OperationCanceledException)
            {
                // The end of the run.
            }
        }
    }

    /// <summary>What is left after a full collection.</summary>
    private readonly record struct Held(double Minutes, ProcessReading Process, double ManagedMebibytes);
}
