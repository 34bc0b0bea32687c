using EmotionGrpc.Load.Cameras;
using EmotionGrpc.Load.Peers;

namespace EmotionGrpc.Load.Commands;

/// <summary>What the comparison found of one subject.</summary>
/// <param name="Name">Of the subject.</param>
/// <param name="FramesPerSecond">Frames answered a second, all cameras.</param>
/// <param name="ProcessorMilliseconds">Processor time a frame, all its processes.</param>
/// <param name="AgeP50">Age of an answer in milliseconds, from sending the frame.</param>
/// <param name="AgeP95">The same, of the oldest twentieth.</param>
/// <param name="Likeness">How alike its answers are to the suite's.</param>
internal sealed record PeersReport(string Name, double FramesPerSecond, double ProcessorMilliseconds, double AgeP50, double AgeP95, Likeness Likeness)
{
    /// <summary>Frames a second by those of the plain Node service.</summary>
    public double ByPlain { get; init; }

    /// <summary>Frames a second by those of human.</summary>
    public double ByHuman { get; init; }

    public static PeersReport From(string name, IReadOnlyList<SubjectRun> runs, Likeness likeness)
    {
        var frames = Math.Max(1, runs.Sum(r => r.Frames));
        var ages = runs.SelectMany(r => r.Ages).Order().ToArray();
        return new PeersReport(
            name,
            runs.Sum(r => r.Frames) / runs.Sum(r => r.Seconds),
            runs.Sum(r => r.ProcessorSeconds) * 1000 / frames,
            FleetReport.Percentile(ages, 0.5),
            FleetReport.Percentile(ages, 0.95),
            likeness);
    }
}
