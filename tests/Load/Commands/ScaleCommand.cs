using System.CommandLine;
using System.ComponentModel;
using EmotionGrpc.Load.Scale.Measuring;
using EmotionGrpc.Load.Scale.Model;
using EmotionGrpc.Load.Scale.Points;
using Grpc.Core;

namespace EmotionGrpc.Load.Commands;

/// <summary><c>scale</c>: how throughput grows with what it depends on, and a model of it.</summary>
internal static class ScaleCommand
{
    public static Command Create()
    {
        var seconds = Ranged.Option("--seconds", "Seconds of each point", "S", 8, 1, 600);
        var points = WorkloadOptions.Points();
        points.Description = "Measure nothing: take the points of a file that --out wrote.";
        var file = new Option<FileInfo?>("--out") { Description = "Write the points to a file.", HelpName = "FILE" };
        file.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<FileInfo?>() is { Directory.Exists: false } f)
                r.AddError($"--out is {f}; there is no folder {f.DirectoryName}.");
        });
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each point and one for the model, and nothing else." };
        var command = new Command("scale", "Measures throughput over cameras, processes, processors, people, picture size and cadence, and fits a model to it.") { seconds, points, file, json };
        command.SetAction(result => RunAsync(
            result.GetValue(seconds), result.GetValue(points)?.FullName, result.GetValue(file)?.FullName, new Output(result.GetValue(json))));
        return command;
    }

    private static async Task<int> RunAsync(int seconds, string? points, string? file, Output output)
    {
        try
        {
            var record = points is null ? await MeasureAsync(seconds) : ScaleRecord.Read(points);
            if (file != null)
                record.Write(file);
            var model = CapacityModel.Fit(record);
            output.Scale(record, model, Prediction.Of(model, record));
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or RpcException or IOException or Win32Exception)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<ScaleRecord> MeasureAsync(int seconds)
    {
        var run = new ScaleRun(TimeSpan.FromSeconds(seconds), Console.Error.WriteLine);
        return new ScaleRecord(seconds, Environment.ProcessorCount, await run.MeasureAsync(ScalePlan.Points(Environment.ProcessorCount)));
    }
}
