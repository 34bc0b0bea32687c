using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>A stream service's answer for one frame.</summary>
internal sealed record StreamAnswer(IReadOnlyList<Score> Scores, ModelVersion? Model, IReadOnlyList<StageTime> Times, ByteString State);
