namespace EmotionGrpc.Load.Tuning.Choice;

/// <summary>A configuration to try.</summary>
/// <param name="Precision">float32, float16 or int8.</param>
/// <param name="Threads">Threads within a run (Models:IntraOpThreads).</param>
/// <param name="Workers">Concurrent runs (Models:Workers).</param>
/// <param name="Batch">Items of one run, of networks that take several (Batching:MaximumBatch).</param>
/// <param name="Cadence">Frames from one search for persons to the next (Fusion:Cadence).</param>
internal sealed record TuneTrial(string Precision, int Threads, int Workers, int Batch = 1, int Cadence = 1);
