using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Policies;

/// <summary>The consensus of one stream, in the session's order of labels.</summary>
internal sealed record StreamLogits(StreamKind Stream, float[] Logits);
