namespace EmotionGrpc.Streams;

/// <summary>What a stream service is.</summary>
/// <param name="Service">Its name, which is also its configuration section, for instance "FaceStream".</param>
/// <param name="Task">The task that its model must be made for, for instance "face-emotion".</param>
/// <param name="Stage">Its word in the times of a response, for instance "face-stream".</param>
public sealed record StreamDescription(string Service, string Task, string Stage);
