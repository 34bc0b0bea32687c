using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>One call to the detection service.</summary>
/// <param name="Call">The call.</param>
/// <param name="Handover">What its first request brought.</param>
internal sealed record DetectionConnection(OrderedCall<StreamDetectRequest, StreamDetectResponse> Call, DetectionHandover? Handover)
{
    private volatile bool _resumed;

    /// <summary>Ids of the tracks with which the service goes on; null: it counts anew. Known with the call's first answer.</summary>
    public IReadOnlyDictionary<uint, uint>? GoesOn => _resumed ? Handover?.Ids : null;

    public void Heard(StreamDetectResponse answer) => _resumed |= answer.Resumed;
}
