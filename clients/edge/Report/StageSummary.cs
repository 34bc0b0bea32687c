namespace EmotionGrpc.Edge.Report;

/// <summary>How long one stage took.</summary>
/// <param name="Stage">Its name, as the server says it.</param>
/// <param name="Frames">Results that tell of it.</param>
/// <param name="Mean">Mean wall-clock milliseconds.</param>
/// <param name="Percentile95">Milliseconds that 95 % of the frames do not pass.</param>
/// <param name="ModelMean">Mean milliseconds of the neural network inside it.</param>
/// <param name="ModelPercentile95">The network's milliseconds that 95 % of the frames do not pass.</param>
internal sealed record StageSummary(string Stage, int Frames, double Mean, double Percentile95, double ModelMean, double ModelPercentile95);
