using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Saved;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Detection.Sessions;

/// <summary>A request between the reader and the writer of a session: its analysis, its fault, or neither when it came without a frame for the state alone. Its tasks are awaited once.</summary>
internal sealed record PendingFrame(ulong Sequence, double Time, IReadOnlyList<CropSpec> Crops, ValueTask<FrameFindings>? Analysis, FrameFault? Fault, FrameSpan Span)
{
    /// <summary>The pixels of a frame in which persons shall be followed; its analysis needs the frame before it, so the writer does it. Null: there is an analysis.</summary>
    public ValueTask<DecodedFrame>? Following { get; init; }

    /// <summary>Whether persons may be followed from this frame into later ones.</summary>
    public bool CanBeFollowed { get; init; }

    /// <summary>The reader's part of the session's state after this request, when it is wanted.</summary>
    public SavedSession? State { get; init; }

    /// <summary>Whether the request brought a state that the session goes on from.</summary>
    public bool Resumed { get; init; }
}
