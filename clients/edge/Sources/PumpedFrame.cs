namespace EmotionGrpc.Edge.Sources;

/// <summary>A frame that is ready to be sent.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="ReadyAt">Timestamp of the clock when it became ready: ages of results count from here.</param>
internal sealed record PumpedFrame(SourceFrame Frame, long ReadyAt);
