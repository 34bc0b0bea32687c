using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Upstreams;

/// <summary>What is known of a stream service now: its model, or why there is none.</summary>
internal sealed record StreamState(Model? Model, Absence? Absence);
