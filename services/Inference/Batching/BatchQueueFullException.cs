namespace EmotionGrpc.Inference.Batching;

/// <summary>Too many items wait for a model.</summary>
public sealed class BatchQueueFullException(string message) : Exception(message);
