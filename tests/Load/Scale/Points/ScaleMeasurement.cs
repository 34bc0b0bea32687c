using System.Text.Json.Serialization;

namespace EmotionGrpc.Load.Scale.Points;

/// <summary>What was measured at a point. A shared machine is not as fast all the time: times are stated as they are while it has its median speed.</summary>
/// <param name="Point">The point.</param>
/// <param name="FramesPerSecond">Frames answered a second, all cameras.</param>
/// <param name="ProcessorMilliseconds">Processor time a frame, all processes of the suite.</param>
/// <param name="AgeP95">Age in milliseconds that 95 of 100 results do not exceed.</param>
/// <param name="Speed">Speed of the machine at the time by its median: bare ONNX Runtime before and after the point. Times and frames a second are corrected by it.</param>
/// <param name="CameraProcessors">Processors that the cameras took beside the suite.</param>
/// <param name="MeanBytes">Mean size of a picture's file.</param>
/// <param name="ItemsPerFrame">Runs of each model a frame.</param>
/// <param name="MillisecondsByService">Processor time a frame of each process.</param>
internal sealed record ScaleMeasurement(
    ScalePoint Point,
    double FramesPerSecond,
    double ProcessorMilliseconds,
    double AgeP95,
    double Speed,
    double CameraProcessors,
    double MeanBytes,
    IReadOnlyDictionary<string, double> ItemsPerFrame,
    IReadOnlyDictionary<string, double> MillisecondsByService)
{
    /// <summary>Processors that the suite kept busy, by those that it may use.</summary>
    public double Busy => FramesPerSecond * ProcessorMilliseconds / 1000 / Point.Processors;

    /// <summary>People whose face is looked at in a mean frame: of a crowd in a small picture not all, and of those who are followed not in every frame.</summary>
    [JsonIgnore]
    public double Faces => Point.People == 0 ? 0 : ItemsPerFrame.GetValueOrDefault("blazeface", Point.People);

    /// <summary>The same, as it were if the machine had been so many times as fast.</summary>
    public ScaleMeasurement At(double speed) => this with
    {
        FramesPerSecond = FramesPerSecond * speed,
        ProcessorMilliseconds = ProcessorMilliseconds / speed,
        AgeP95 = AgeP95 / speed,
        Speed = 1 / speed,
        MillisecondsByService = MillisecondsByService.ToDictionary(m => m.Key, m => m.Value / speed),
    };

    /// <summary>Of turns at one point.</summary>
    public static ScaleMeasurement Mean(IReadOnlyList<ScaleMeasurement> turns)
    {
        return new ScaleMeasurement(
            turns[0].Point,
            turns.Average(t => t.FramesPerSecond),
            turns.Average(t => t.ProcessorMilliseconds),
            turns.Average(t => t.AgeP95),
            turns.Average(t => t.Speed),
            turns.Average(t => t.CameraProcessors),
            turns[0].MeanBytes,
            Each(t => t.ItemsPerFrame),
            Each(t => t.MillisecondsByService));

        Dictionary<string, double> Each(Func<ScaleMeasurement, IReadOnlyDictionary<string, double>> of) =>
            turns.SelectMany(of).GroupBy(v => v.Key).ToDictionary(g => g.Key, g => g.Sum(v => v.Value) / turns.Count);
    }
}
