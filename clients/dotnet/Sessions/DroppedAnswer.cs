using EmotionGrpc.V1;

namespace EmotionGrpc.Client;

/// <summary>A frame that gets no result.</summary>
public sealed record DroppedAnswer : FrameAnswer
{
    internal DroppedAnswer(ulong sequence, FrameDropReason reason, TimeSpan age)
        : base(sequence, age) => Reason = reason;

    /// <summary>Why.</summary>
    public FrameDropReason Reason { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// The protocol knows only the server's reasons; <see cref="FrameDropReason.ConnectionLost"/> is told as SESSION_ENDED and
    /// <see cref="FrameDropReason.LinkBusy"/> as SUPERSEDED.
    /// </remarks>
    public override RecognizeResponse ToMessage() => new() { Dropped = new FrameDropped { Sequence = Sequence, Reason = FrameDropReasons.ToMessage(Reason) } };
}
