using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>What a stream service is asked about one frame.</summary>
/// <param name="Samples">The persons.</param>
/// <param name="EndedTrackIds">Tracks that ended.</param>
/// <param name="Explain">Whether activations are wanted.</param>
internal sealed record StreamRequest(IReadOnlyList<Sample> Samples, IEnumerable<uint> EndedTrackIds, bool Explain)
{
    /// <summary>Samples of earlier frames that are remembered only, in the order of their frames.</summary>
    public IReadOnlyList<Sample> Unscored { get; init; } = [];

    /// <summary>State that the call goes on from; for its first request.</summary>
    public ByteString State { get; init; } = ByteString.Empty;

    /// <summary>Whether the state after this request is wanted.</summary>
    public bool StateWanted { get; init; }

    /// <summary>The frame's span; empty: none.</summary>
    public string Traceparent { get; init; } = "";
}
