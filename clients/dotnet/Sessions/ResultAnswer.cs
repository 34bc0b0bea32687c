using EmotionGrpc.V1;

namespace EmotionGrpc.Client;

/// <summary>The persons of a frame and their emotions.</summary>
public sealed record ResultAnswer : FrameAnswer
{
    internal ResultAnswer(FrameResult result, string sessionId, TimeSpan age)
        : base(result.Sequence, age)
    {
        Result = result;
        SessionId = sessionId;
    }

    /// <summary>The result; boxes and keypoints are in pixels of the frame that was sent.</summary>
    public FrameResult Result { get; }

    /// <summary>The server's session that gave it. Track ids hold within one; a session that was resumed keeps its id, one that began anew has another.</summary>
    public string SessionId { get; }

    /// <inheritdoc/>
    public override RecognizeResponse ToMessage() => new() { Result = Result };
}
