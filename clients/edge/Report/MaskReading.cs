namespace EmotionGrpc.Edge.Report;

/// <summary>What was known of a person's mask at one moment.</summary>
internal enum MaskReading
{
    Without,
    With,
    Unsure,
    NotExamined,
    NoFace,
}
