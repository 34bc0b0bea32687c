namespace EmotionGrpc.Eval.Media;

/// <summary>A file that could not be read, and why.</summary>
internal sealed record UnreadableFile(string Path, string Reason);
