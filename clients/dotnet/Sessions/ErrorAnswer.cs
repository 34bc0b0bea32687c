using EmotionGrpc.V1;

namespace EmotionGrpc.Client;

/// <summary>A frame that could not be examined; the session lives on.</summary>
public sealed record ErrorAnswer : FrameAnswer
{
    internal ErrorAnswer(FrameError error, TimeSpan age)
        : base(error.Sequence, age) => Error = error;

    /// <summary>What is wrong with the frame.</summary>
    public FrameError Error { get; }

    /// <inheritdoc/>
    public override RecognizeResponse ToMessage() => new() { Error = Error };
}
