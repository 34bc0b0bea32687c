namespace EmotionGrpc.Client.Internal;

/// <summary>What is known of a frame when its answer comes.</summary>
/// <param name="AcceptedAt">Timestamp of the clock when the caller handed it over.</param>
/// <param name="Age">Time since then.</param>
/// <param name="Resent">Whether it was written more than once.</param>
internal readonly record struct AnsweredFrame(long AcceptedAt, TimeSpan Age, bool Resent);
