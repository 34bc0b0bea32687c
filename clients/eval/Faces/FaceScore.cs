using EmotionGrpc.V1;

namespace EmotionGrpc.Eval.Faces;

/// <summary>What the face stream says of one face, and the milliseconds that its network took; null where it does not tell.</summary>
internal sealed record FaceScore(Score Score, double? ModelMilliseconds);
