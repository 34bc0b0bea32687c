namespace EmotionGrpc.Reliability.Faults;

/// <summary>Something that was broken.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Target">To what.</param>
/// <param name="At">Timestamp of the stopwatch.</param>
internal sealed record Fault(FaultKind Kind, string Target, long At);
