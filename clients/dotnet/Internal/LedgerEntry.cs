using EmotionGrpc.V1;

namespace EmotionGrpc.Client.Internal;

/// <summary>A frame whose answer has not come, or whose effect no resume token holds yet.</summary>
internal sealed class LedgerEntry(ulong sequence, Frame frame, long acceptedAt)
{
    public ulong Sequence { get; } = sequence;

    /// <summary>The frame, as long as it is kept to be sent again.</summary>
    public Frame? Frame { get; set; } = frame;

    /// <summary>Bytes of its picture.</summary>
    public int Bytes { get; } = frame.Image?.Data.Length ?? 0;

    /// <summary>Timestamp of the clock when the caller handed it over.</summary>
    public long AcceptedAt { get; } = acceptedAt;

    /// <summary>How often it was written to a connection.</summary>
    public int Sends { get; set; }

    /// <summary>Whether it stands in the outbox.</summary>
    public bool Queued { get; set; }

    /// <summary>Whether the current connection owes an answer for it.</summary>
    public bool InFlight { get; set; }

    /// <summary>Whether the caller has its answer.</summary>
    public bool Answered { get; set; }
}
