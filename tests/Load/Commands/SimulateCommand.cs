using System.CommandLine;
using EmotionGrpc.Load.Scale.Model;
using EmotionGrpc.Load.Scale.Points;
using EmotionGrpc.Load.Scale.Simulation;

namespace EmotionGrpc.Load.Commands;

/// <summary><c>simulate</c>: cameras, queues and nodes, with the times that were measured.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var cameras = Ranged.Option("--cameras", "Cameras", "N", 12, 1, 100_000);
        var rate = WorkloadOptions.FramesPerSecond();
        var people = WorkloadOptions.People();
        var size = WorkloadOptions.Size();
        var cadence = WorkloadOptions.Cadence();
        var processors = Ranged.Option("--processors", "Processors of a node", "C", 2, 1, 1024);
        var nodes = Ranged.Option("--nodes", "Nodes, each a whole suite", "K", 1, 1, 10_000);
        var processes = new Option<bool>("--processes") { Description = "One process a service instead of one in all." };
        var even = new Option<bool>("--even") { Description = "Cameras take turns in even steps, as those of bench do, instead of beginning at random with uneven steps." };
        var seconds = Ranged.Option("--seconds", "Simulated seconds", "S", 60, 1, 86_400);
        var seed = Ranged.Option("--seed", "Of chance", "X", 1, 0, 1_000_000);
        var delay = Ranged.Option("--delay", "Milliseconds from a camera to the gateway, and back", "MS", 0.0, 0, 10_000);
        var link = Ranged.Option("--link", "Megabits a second of each camera's link (0: without bound)", "MBIT", 0.0, 0, 100_000);
        var limit = Ranged.Option("--limit", "Frames that admission lets to detection at a time (0: as the suite learns it)", "N", 0, 0, 10_000);
        var points = WorkloadOptions.Points();
        var json = new Option<bool>("--json") { Description = "Print one line of JSON and nothing else." };
        var command = new Command("simulate", "Simulates cameras, gateway, admission, detection and streams with the times that bench scale measured.")
        {
            cameras, rate, people, size, cadence, processors, nodes, processes, even, seconds, seed, delay, link, limit, points, json,
        };
        command.SetAction(result =>
        {
            try
            {
                var record = ScaleRecord.Read(result.GetValue(points)?.FullName);
                var (width, height) = WorkloadOptions.Parse(result.GetRequiredValue(size));
                var megapixels = width * height / 1e6;
                var scenario = new Scenario
                {
                    Cameras = result.GetValue(cameras),
                    FramesPerSecond = result.GetValue(rate),
                    People = result.GetValue(people),
                    Processors = result.GetValue(processors),
                    Nodes = result.GetValue(nodes),
                    Cadence = result.GetValue(cadence),
                    Even = result.GetValue(even),
                    Seconds = result.GetValue(seconds),
                    Seed = (ulong)result.GetValue(seed),
                    Bytes = record.BytesPerMegapixel * megapixels,
                    LinkMilliseconds = result.GetValue(delay),
                    LinkMegabits = result.GetValue(link),
                    Limit = result.GetValue(limit),
                    Times = ServiceTimes.From(CapacityModel.Fit(record), result.GetValue(processes), megapixels),
                };
                new Output(result.GetValue(json)).Simulated(scenario, SimulationRun.Run(scenario));
                return 0;
            }
            catch (InvalidDataException e)
            {
                Console.Error.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }
}
