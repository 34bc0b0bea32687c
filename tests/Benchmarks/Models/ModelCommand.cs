using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace EmotionGrpc.Benchmarks.Models;

/// <summary><c>model NAME</c>: how long a network takes for one item, on one thread.</summary>
internal static class ModelCommand
{
    private const int WarmUp = 20;
    private const int MostRuns = 100_000;

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Folder under models/." };
        var against = new Option<string?>("--against") { Description = "A second model to compare with; both run in turns, so that a busy machine slows them alike.", HelpName = "NAME" };
        var precision = Precision("--precision", "NAME");
        var againstPrecision = Precision("--against-precision", "the second model");
        var runs = new Option<int>("--runs") { Description = $"Runs of each model, 1 to {MostRuns}.", HelpName = "N", DefaultValueFactory = _ => 200 };
        runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostRuns)
                result.AddError($"--runs is '{result.GetValueOrDefault<int>()}'; it must lie between 1 and {MostRuns}.");
        });
        var json = new Option<bool>("--json") { Description = "Print one line of JSON and nothing else." };
        var command = new Command("model", "Milliseconds that a network takes for one item as services run it: ONNX Runtime on the CPU, one thread, no batch.")
        {
            name, precision, against, againstPrecision, runs, json,
        };
        command.SetAction(result =>
        {
            using var model = TimedModel.Load(result.GetRequiredValue(name), result.GetRequiredValue(precision));
            using var other = result.GetValue(against) is { } second ? TimedModel.Load(second, result.GetRequiredValue(againstPrecision)) : null;
            var count = result.GetValue(runs);
            for (var i = 0; i < WarmUp + count; i++)
            {
                model.Run(counted: i >= WarmUp);
                other?.Run(counted: i >= WarmUp);
            }

            Print(ModelReport.From(count, model, other), result.GetValue(json));
        });
        return command;
    }

    private static Option<string> Precision(string name, string whose)
    {
        var option = new Option<string>(name) { Description = $"What {whose} computes in: float32 (default), float16 or int8.", HelpName = "P", DefaultValueFactory = _ => "float32" };
        return option.AcceptOnlyFromAmong("float32", "float16", "int8");
    }

    private static void Print(ModelReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            return;
        }

        Line(report.Model);
        if (report.Against is not { } against)
            return;
        Line(against);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Model.Name} in {report.Model.Precision} takes {report.Ratio:0.000} times as long as {against.Name} in {against.Precision}."));

        void Line(ModelTimes times) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{$"{times.Name} {times.Version} {times.Precision}",-40} median {times.MedianMilliseconds,8:0.000} ms   95 % {times.Percentile95Milliseconds,8:0.000} ms   of {report.Runs} runs"));
    }
}
