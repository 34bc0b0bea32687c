namespace EmotionGrpc.Eval.Media;

/// <summary>A picture or video cannot be read or was refused; it is counted and named, and the evaluation goes on.</summary>
internal sealed class UnreadableException(string reason) : Exception(reason);
