namespace EmotionGrpc.Load.Scale.Points;

/// <summary>What was measured at a point.</summary>
/// <param name="Point">The point.</param>
/// <param name="FramesPerSecond">Frames answered a second, all cameras.</param>
/// <param name="ProcessorMilliseconds">Processor time a frame, all processes of the suite.</param>
/// <param name="AgeP95">Age in milliseconds that 95 of 100 results do not exceed.</param>
/// <param name="CameraProcessors">Processors that the cameras took beside the suite.</param>
/// <param name="MeanBytes">Mean size of a picture's file.</param>
/// <param name="ItemsPerFrame">Runs of each model a frame.</param>
/// <param name="MillisecondsByService">Processor time a frame of each process.</param>
internal sealed record ScaleMeasurement(
    ScalePoint Point,
    double FramesPerSecond,
    double ProcessorMilliseconds,
    double AgeP95,
    double CameraProcessors,
    double MeanBytes,
    IReadOnlyDictionary<string, double> ItemsPerFrame,
    IReadOnlyDictionary<string, double> MillisecondsByService)
{
    /// <summary>Processors that the suite kept busy, by those that it may use.</summary>
    public double Busy => FramesPerSecond * ProcessorMilliseconds / 1000 / Point.Processors;
}
