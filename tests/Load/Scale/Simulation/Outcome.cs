namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>What a simulation came to.</summary>
/// <param name="Sent">Frames that cameras took.</param>
/// <param name="Answered">Frames with a result.</param>
/// <param name="Dropped">Frames without, by reason.</param>
/// <param name="InFlight">Frames that were on their way at the end.</param>
/// <param name="FramesPerSecond">Results a second.</param>
/// <param name="AgeP50">Of results in milliseconds.</param>
/// <param name="AgeP95">The same, of the oldest twentieth.</param>
/// <param name="AgeP99">The same, of the oldest hundredth.</param>
/// <param name="Utilisation">Busy share of each part: services by the processors of all nodes, those in sum, the busiest link.</param>
/// <param name="Bottleneck">What bounds the frames a second, or nothing does.</param>
internal sealed record Outcome(
    long Sent,
    long Answered,
    IReadOnlyDictionary<string, long> Dropped,
    int InFlight,
    double FramesPerSecond,
    double AgeP50,
    double AgeP95,
    double AgeP99,
    IReadOnlyDictionary<string, double> Utilisation,
    string Bottleneck);
