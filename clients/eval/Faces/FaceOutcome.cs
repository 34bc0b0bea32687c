using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Faces;

/// <summary>What became of one picture.</summary>
/// <param name="Path">The picture, as the label file names it.</param>
/// <param name="Label">Index of its true label.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Logits">One a label where it was scored, else empty.</param>
/// <param name="Reason">Why it was not scored, else empty.</param>
internal sealed record FaceOutcome(string Path, int Label, FaceFate Fate, IReadOnlyList<float> Logits, string Reason)
{
    /// <summary>The true mask state; unspecified where it is not known.</summary>
    public MaskState ExpectedMask { get; init; }

    /// <summary>The mask state that the face model saw; null where it has no such output, or no scores.</summary>
    public Mask? Mask { get; init; }

    /// <summary>What the network took for this face; null where it did not run.</summary>
    public double? ModelMilliseconds { get; init; }

    /// <summary>Whether the face stream was asked about a face.</summary>
    public bool HasFace => Fate is FaceFate.Scored or FaceFate.NotScored;

    /// <summary>Whether the picture could be examined at all.</summary>
    public bool IsRead => Fate != FaceFate.Unreadable;
}
