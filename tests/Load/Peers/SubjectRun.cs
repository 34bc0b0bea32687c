namespace EmotionGrpc.Load.Peers;

/// <summary>What one turn of a subject gave.</summary>
/// <param name="Frames">Frames answered.</param>
/// <param name="Seconds">In so many seconds.</param>
/// <param name="ProcessorSeconds">With so much time of all processors.</param>
/// <param name="Ages">Age of each answer in milliseconds.</param>
internal sealed record SubjectRun(long Frames, double Seconds, double ProcessorSeconds, IReadOnlyList<double> Ages);
