namespace EmotionGrpc.Reliability.Report;

/// <summary>How cameras came over one kind of fault. Seconds are from the fault to the first result of a frame that was taken after it.</summary>
/// <param name="Fault">Kind of fault.</param>
/// <param name="Count">How often it was done.</param>
/// <param name="Felt">How often a camera felt it: its connection broke, or a frame failed or grew too old.</param>
/// <param name="Median">Half of the felt ones were over after so many seconds.</param>
/// <param name="Percentile95">95 % were over after so many seconds.</param>
/// <param name="Longest">The longest, in seconds.</param>
internal sealed record RecoveryRow(string Fault, int Count, int Felt, double? Median, double? Percentile95, double? Longest);
