using EmotionGrpc.Eval.Output;

namespace EmotionGrpc.Eval.Clips;

/// <summary>What became of one clip.</summary>
/// <param name="Path">The clip, as the label file names it.</param>
/// <param name="Label">Index of its true label.</param>
/// <param name="Persons">Persons that were seen.</param>
/// <param name="Frames">Frames that were sent.</param>
/// <param name="FrameErrors">Frames that could not be examined.</param>
/// <param name="FrameErrorReasons">Why, for the first hundred of them.</param>
/// <param name="Models">The models that were used.</param>
/// <param name="Unreadable">Why the clip could not be read; null where it could.</param>
internal sealed record ClipOutcome(
    string Path,
    int Label,
    int Persons,
    long Frames,
    long FrameErrors,
    IReadOnlyList<string> FrameErrorReasons,
    ClipStream Face,
    ClipStream Body,
    ClipStream Fusion,
    IReadOnlyList<ModelName> Models,
    string? Unreadable);
