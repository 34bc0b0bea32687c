using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>What a stream is asked about one person.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Region">The corners of its crop in the frame; empty when there is no crop or they are not known.</param>
internal sealed record StreamSample(Sample Sample, IReadOnlyList<Point> Region);
