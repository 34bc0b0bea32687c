using System.Diagnostics;

namespace EmotionGrpc.Load.Suite;

/// <summary>What the suite used between two readings.</summary>
/// <param name="Frames">Results in between.</param>
/// <param name="Seconds">Time in between.</param>
/// <param name="ProcessorSeconds">Time of all processors.</param>
/// <param name="AllocatedBytes">Managed memory that was allocated.</param>
/// <param name="CollectorPauseSeconds">Time for which the garbage collector stopped everything.</param>
/// <param name="Items">Items that each model scored.</param>
/// <param name="Mebibytes">Resident memory of each process at the end.</param>
internal sealed record SuiteUsage(
    double Frames,
    double Seconds,
    double ProcessorSeconds,
    double AllocatedBytes,
    double CollectorPauseSeconds,
    IReadOnlyDictionary<string, double> Items,
    IReadOnlyDictionary<string, double> Mebibytes)
{
    public static SuiteUsage Between(SuiteReading start, SuiteReading end) => new(
        end.Results - start.Results,
        Stopwatch.GetElapsedTime(start.Timestamp, end.Timestamp).TotalSeconds,
        end.ProcessorSeconds - start.ProcessorSeconds,
        end.AllocatedBytes - start.AllocatedBytes,
        end.CollectorPauseSeconds - start.CollectorPauseSeconds,
        end.ItemsSince(start),
        end.Services.ToDictionary(s => s.Name, s => s.Mebibytes));
}
