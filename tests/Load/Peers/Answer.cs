namespace EmotionGrpc.Load.Peers;

/// <summary>What was said of the first person of a picture.</summary>
/// <param name="Whole">Whether there is a person with keypoints, box, face and emotion.</param>
/// <param name="FaceLabel">The likeliest emotion of the face alone; null when there is none.</param>
/// <param name="Label">The likeliest emotion of face and body; null when there is none.</param>
internal sealed record Answer(bool Whole, string? FaceLabel, string? Label)
{
    /// <summary>Nothing was found.</summary>
    public static Answer None { get; } = new(false, null, null);
}
