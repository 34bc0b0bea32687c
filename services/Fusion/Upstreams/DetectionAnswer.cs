using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>What came of a request to the detection service.</summary>
/// <param name="Connection">The call that it was answered on: track ids count anew in every call that does not go on from a handover. Null: none.</param>
/// <param name="Response">The service's answer, or an error in its place.</param>
/// <param name="Lost">Why the service did not answer; null when it did.</param>
internal sealed record DetectionAnswer(DetectionConnection? Connection, StreamDetectResponse Response, string? Lost);
