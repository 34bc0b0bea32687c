using System.CommandLine;
using EmotionGrpc.Load.Scale.Model;
using EmotionGrpc.Load.Scale.Nodes;
using EmotionGrpc.Load.Scale.Points;

namespace EmotionGrpc.Load.Commands;

/// <summary><c>nodes</c>: nodes and price for a number of cameras, by the model.</summary>
internal static class NodesCommand
{
    public static Command Create()
    {
        var cameras = Ranged.Option("--cameras", "Cameras", "N", 100, 1, 10_000_000);
        var rate = WorkloadOptions.FramesPerSecond();
        var people = WorkloadOptions.People();
        var size = WorkloadOptions.Size();
        var cadence = WorkloadOptions.Cadence();
        var processors = Ranged.Option("--processors", "Processors of a node", "C", 16, 1, 1024);
        var room = Ranged.Option("--headroom", "Share of the processors that stays idle", "X", 0.3, 0, 0.9);
        var price = Ranged.Option("--price", "Price of a processor for an hour (an assumption)", "X", 0.04, 0, 1000);
        var points = WorkloadOptions.Points();
        var json = new Option<bool>("--json") { Description = "Print one line of JSON and nothing else." };
        var command = new Command("nodes", "Calculates nodes, pods, bandwidth and price for a number of cameras from what bench scale measured.")
        {
            cameras, rate, people, size, cadence, processors, room, price, points, json,
        };
        command.SetAction(result =>
        {
            try
            {
                var record = ScaleRecord.Read(result.GetValue(points)?.FullName);
                var (width, height) = WorkloadOptions.Parse(result.GetRequiredValue(size));
                var demand = new NodeDemand(
                    result.GetValue(cameras), result.GetValue(rate), result.GetValue(people), width * height / 1e6, record.BytesPerMegapixel * width * height / 1e6,
                    result.GetValue(cadence), result.GetValue(processors), result.GetValue(room), result.GetValue(price));
                var output = new Output(result.GetValue(json));
                output.Nodes(demand, new NodePlan(CapacityModel.Fit(record), demand));
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
