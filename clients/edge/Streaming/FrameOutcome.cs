using EmotionGrpc.Client;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>What became of a frame.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Time">The frame's time by the source's clock, from the source's first picture.</param>
/// <param name="Age">From the frame being ready until the answer.</param>
internal sealed record FrameOutcome(FrameAnswer Answer, TimeSpan Time, TimeSpan Age);
