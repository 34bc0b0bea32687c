namespace EmotionGrpc.Conformance.Tests;

/// <summary>One rule that <see cref="BrightnessStream"/> breaks.</summary>
public enum Fault
{
    None,
    LabelTwice,
    ClipFramesWithoutClip,
    AnswersNameNoModel,
    ReversesBatches,
    BatchLeaks,
    TakesEmptyClips,
    NamesNoClip,
    NoLimit,
    NotFinite,
    BadSampleEndsSession,
    ScoresWithoutCrop,
    SharesMemory,
    KeepsEndedTracks,
    IgnoresState,
    TellsStateUnasked,
    SwapsAnswers,
    LosesAnAnswer,
    NotServing,
}
