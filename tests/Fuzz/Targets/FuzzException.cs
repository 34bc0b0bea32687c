namespace EmotionGrpc.Fuzz.Targets;

/// <summary>A target did not keep its word.</summary>
internal sealed class FuzzException(string message, Exception? innerException = null) : Exception(message, innerException);
