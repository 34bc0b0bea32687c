namespace EmotionGrpc.Eval.Tracks;

/// <summary>A person in a frame: track id and box (left, top, width, height in pixels).</summary>
internal sealed record TrackedPerson(uint Track, float X, float Y, float Width, float Height);
