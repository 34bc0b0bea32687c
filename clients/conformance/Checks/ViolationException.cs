namespace EmotionGrpc.Conformance.Checks;

/// <summary>The target broke a rule; the message tells what it did.</summary>
internal sealed class ViolationException(string message) : Exception(message);
