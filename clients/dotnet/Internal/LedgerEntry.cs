using EmotionGrpc.V1;

namespace EmotionGrpc.Client.Internal;

/// <summary>A frame whose answer has not come yet.</summary>
internal sealed class LedgerEntry(ulong sequence, Frame frame, long acceptedAt)
{
    public ulong Sequence { get; } = sequence;

    /// <summary>The frame, as long as it is kept to be sent again.</summary>
    public Frame? Frame { get; set; } = frame;

    /// <summary>Timestamp of the clock when the caller handed it over.</summary>
    public long AcceptedAt { get; } = acceptedAt;

    /// <summary>How often it was written to a connection.</summary>
    public int Sends { get; set; }
}
