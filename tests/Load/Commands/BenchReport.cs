using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Suite;

namespace EmotionGrpc.Load.Commands;

/// <summary>What a benchmark found.</summary>
/// <param name="Fleet">The cameras' account over all turns.</param>
/// <param name="SteadyPerSecond">Frames/s answered in the steady state: while all sessions are open.</param>
/// <param name="LimitPerSecond">Frames/s that bare ONNX Runtime reaches on the same work.</param>
/// <param name="Ratio">The suite's frames/s in the steady state by that.</param>
/// <param name="RatioError">Standard error of the ratio, from the ratios of the turns; null where there is only one turn.</param>
/// <param name="ProcessorMilliseconds">Processor time a frame, all processes of the suite, in the steady state.</param>
/// <param name="AllocatedKibibytes">Managed memory a frame, in the steady state.</param>
/// <param name="CollectorPauseShare">Share of the time for which the garbage collector stopped everything.</param>
/// <param name="ItemsPerFrame">Runs of each model a frame.</param>
/// <param name="Mebibytes">Resident memory of each process at the end.</param>
internal sealed record BenchReport(
    FleetReport Fleet,
    double SteadyPerSecond,
    double LimitPerSecond,
    double Ratio,
    double? RatioError,
    double ProcessorMilliseconds,
    double AllocatedKibibytes,
    double CollectorPauseShare,
    IReadOnlyDictionary<string, double> ItemsPerFrame,
    IReadOnlyDictionary<string, double> Mebibytes)
{
    public static BenchReport From(FleetReport fleet, IReadOnlyList<double> limits, IReadOnlyList<SuiteUsage> usages)
    {
        var frames = Math.Max(1, usages.Sum(u => u.Frames));
        var seconds = usages.Sum(u => u.Seconds);
        var (steady, limit) = (frames / seconds, limits.Average());
        return new BenchReport(
            fleet,
            steady,
            limit,
            steady / limit,
            ErrorOf([.. usages.Select((u, i) => u.Frames / u.Seconds / ((limits[2 * i] + limits[(2 * i) + 1]) / 2))]),
            usages.Sum(u => u.ProcessorSeconds) * 1000 / frames,
            usages.Sum(u => u.AllocatedBytes) / 1024 / frames,
            usages.Sum(u => u.CollectorPauseSeconds) / seconds,
            usages.SelectMany(u => u.Items).GroupBy(i => i.Key).ToDictionary(g => g.Key, g => g.Sum(i => i.Value) / frames),
            usages[^1].Mebibytes);
    }

    private static double? ErrorOf(double[] ratios) =>
        ratios.Length < 2 ? null : Math.Sqrt(ratios.Sum(r => Math.Pow(r - ratios.Average(), 2)) / (ratios.Length - 1) / ratios.Length);
}
