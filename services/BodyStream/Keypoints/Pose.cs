namespace EmotionGrpc.BodyStream.Keypoints;

/// <summary>The keypoints of one moment.</summary>
/// <param name="Ticks">Capture time in ticks of 100 ns since the Unix epoch.</param>
/// <param name="Values">17 times x, y (pixels), score.</param>
internal readonly record struct Pose(long Ticks, float[] Values);
