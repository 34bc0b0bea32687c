using EmotionGrpc.V1;

namespace EmotionGrpc.Client;

/// <summary>The answer to one frame: exactly one of <see cref="ResultAnswer"/>, <see cref="DroppedAnswer"/> and <see cref="ErrorAnswer"/>.</summary>
public abstract record FrameAnswer
{
    private protected FrameAnswer(ulong sequence, TimeSpan age)
    {
        Sequence = sequence;
        Age = age;
    }

    /// <summary>The frame's sequence.</summary>
    public ulong Sequence { get; }

    /// <summary>Time from handing the frame to the session until the answer.</summary>
    public TimeSpan Age { get; }

    /// <summary>The answer as a message of the protocol, for instance to be written as JSON.</summary>
    public abstract RecognizeResponse ToMessage();
}
