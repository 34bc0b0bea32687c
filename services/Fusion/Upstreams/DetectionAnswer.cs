using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>What came of a frame that was sent to the detection service.</summary>
/// <param name="Call">The call that it was sent on; track ids count anew in every call.</param>
/// <param name="Response">The service's answer, or an error in its place.</param>
/// <param name="Lost">Why the service did not answer; null when it did.</param>
internal sealed record DetectionAnswer(object Call, StreamDetectResponse Response, string? Lost);
