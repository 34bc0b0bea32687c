namespace EmotionGrpc.Reliability;

/// <summary>What a run shall do.</summary>
/// <param name="Duration">How long faults come.</param>
/// <param name="Cameras">How many stream.</param>
/// <param name="FramesPerSecond">Of each camera.</param>
/// <param name="Every">Between two kills.</param>
/// <param name="Seed">Of the random choice of faults.</param>
/// <param name="Rolling">Whether nothing breaks, but every process is restarted in order.</param>
internal sealed record ChaosPlan(TimeSpan Duration, int Cameras, int FramesPerSecond, TimeSpan Every, int Seed, bool Rolling);
