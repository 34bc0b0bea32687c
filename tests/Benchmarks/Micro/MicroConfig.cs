using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Perfolizer.Metrology;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>How BenchmarkDotNet measures here.</summary>
internal static class MicroConfig
{
    // Within this process: BenchmarkDotNet's default, a project of its own for each run, looks for a project file named after the assembly, which is named
    // after the program here, and would build every service once more.
    private static readonly IToolchain s_toolchain = InProcessEmitToolchain.DontLogOutput;

    /// <summary>Few and short iterations: the whole set takes minutes, and tells bytes exactly and times roughly.</summary>
    private static readonly Job s_job = Job.Default.WithId("Short").WithToolchain(s_toolchain)
        .WithWarmupCount(3).WithIterationCount(8).WithIterationTime(TimeInterval.FromMilliseconds(200));

    /// <summary>The configuration.</summary>
    /// <param name="filter">Part of a name, or a pattern with * and ?; null: everything.</param>
    public static IConfig Create(string? filter)
    {
        var config = ManualConfig.CreateEmpty().AddJob(s_job).AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(NullLogger.Instance)
            .WithSummaryStyle(SummaryStyle.Default.WithSizeUnit(SizeUnit.B));
        if (filter != null)
            config.AddFilter(new GlobFilter([filter.AsSpan().ContainsAny('*', '?') ? filter : $"*{filter}*"]));
        return config;
    }
}
