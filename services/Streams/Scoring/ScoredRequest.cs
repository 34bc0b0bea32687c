using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Scoring;

/// <summary>The answer to a request.</summary>
/// <param name="Scores">One per clip or sample, in the order of the request.</param>
/// <param name="Model">The model that scored.</param>
/// <param name="Time">Where the time went.</param>
public sealed record ScoredRequest(IReadOnlyList<Score> Scores, ModelVersion Model, StageTime Time);
