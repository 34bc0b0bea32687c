namespace EmotionGrpc.Eval.Faces;

/// <summary>What became of one picture.</summary>
/// <param name="Path">The picture, as the label file names it.</param>
/// <param name="Label">Index of its true label.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Logits">One a label where it was scored, else empty.</param>
/// <param name="Reason">Why it was not scored, else empty.</param>
internal sealed record FaceOutcome(string Path, int Label, FaceFate Fate, IReadOnlyList<float> Logits, string Reason)
{
    /// <summary>Whether the picture could be examined at all.</summary>
    public bool IsRead => Fate != FaceFate.Unreadable;
}
