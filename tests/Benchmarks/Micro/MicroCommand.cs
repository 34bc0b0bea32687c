using System.CommandLine;
using BenchmarkDotNet.Running;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary><c>micro</c>: what the steps of the hot path cost, each alone.</summary>
internal static class MicroCommand
{
    private static readonly Type[] s_sets =
    [
        typeof(DecodeBenchmarks), typeof(PoseInputBenchmarks), typeof(FaceInputBenchmarks), typeof(BatchBenchmarks), typeof(TrackerBenchmarks),
        typeof(FusionBenchmarks), typeof(WireBenchmarks),
    ];

    public static Command Create()
    {
        var filter = new Argument<string?>("FILTER")
        {
            Description = "Part of the name of a class or method, or a pattern with * and ?; without it everything is measured.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var publish = new Option<bool>("--publish") { Description = "Write the tables to tests/Benchmarks/Micro/RESULTS.md; not with FILTER." };
        var command = new Command("micro", "Time and managed memory of single steps of a frame: decoding, inputs of networks, batching, tracking, fusion, messages.")
        {
            filter, publish,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(publish) && result.GetValue(filter) != null)
                result.AddError("--publish writes the whole set; leave FILTER out.");
        });
        command.SetAction(result => Run(result.GetValue(filter), result.GetValue(publish)));
        return command;
    }

    private static int Run(string? filter, bool publish)
    {
        var config = MicroConfig.Create(filter);
        var sets = s_sets.Select(t => BenchmarkConverter.TypeToBenchmarks(t, config)).Where(s => s.BenchmarksCases.Length > 0).ToArray();
        if (sets.Length == 0)
        {
            Console.Error.WriteLine($"No benchmark's name has '{filter}' in it; the classes are {string.Join(", ", s_sets.Select(t => t.Name))}.");
            return 2;
        }

        var report = new MicroReport();
        foreach (var set in sets)
        {
            Console.Error.WriteLine($"{set.Type.Name} ...");
            var summary = BenchmarkRunner.Run(set);
            if (summary.HasCriticalValidationErrors || summary.Reports.Length < set.BenchmarksCases.Length || summary.Reports.Any(r => !r.Success))
            {
                Console.Error.WriteLine($"{set.Type.Name} failed: see {summary.LogFilePath}.");
                return 1;
            }

            Console.Write(report.Add(set.Type.Name, summary));
        }

        if (publish)
            report.Publish();
        return 0;
    }
}
