using EmotionGrpc.Client;

namespace EmotionGrpc.Reliability.Cameras;

/// <summary>An answer as a camera saw it.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="SentAt">Timestamp of the stopwatch when the frame was offered.</param>
/// <param name="AnsweredAt">Timestamp of the stopwatch when the answer came.</param>
internal sealed record CameraAnswer(FrameAnswer Answer, long SentAt, long AnsweredAt);
