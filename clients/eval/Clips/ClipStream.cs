namespace EmotionGrpc.Eval.Clips;

/// <summary>What one source says of a clip.</summary>
/// <param name="Logits">One a label; empty where the source is absent.</param>
/// <param name="Absence">Why the source is absent, else empty.</param>
internal sealed record ClipStream(IReadOnlyList<float> Logits, string Absence)
{
    public bool IsPresent => Logits.Count > 0;

    public static ClipStream Absent(string reason) => new([], reason);
}
