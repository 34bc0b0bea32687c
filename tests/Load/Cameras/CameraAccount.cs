using EmotionGrpc.Client;

namespace EmotionGrpc.Load.Cameras;

/// <summary>What became of one camera's frames.</summary>
/// <param name="Counters">The session's account at its end.</param>
/// <param name="Ages">Age of each result in milliseconds.</param>
/// <param name="Overheads">Age of each result less what the models took for it, in milliseconds.</param>
internal sealed record CameraAccount(EmotionSessionCounters Counters, IReadOnlyList<double> Ages, IReadOnlyList<double> Overheads);
