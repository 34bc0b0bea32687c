namespace EmotionGrpc.Load.Peers;

/// <summary>How alike the answers of two subjects are.</summary>
/// <param name="Whole">Share of pictures with a whole answer: keypoints, box, face, emotion.</param>
/// <param name="Face">Share of pictures whose face has the same label as the other subject's.</param>
/// <param name="Fused">Share of pictures whose person has the same label as the other subject's.</param>
internal sealed record Likeness(double Whole, double Face, double Fused)
{
    public static Likeness Of(IReadOnlyList<Answer> answers, IReadOnlyList<Answer> others)
    {
        var pairs = answers.Zip(others).ToArray();
        return new Likeness(
            Share(p => p.First.Whole),
            Share(p => p.First.FaceLabel is { } label && label == p.Second.FaceLabel),
            Share(p => p.First.Label is { } label && label == p.Second.Label));

        double Share(Func<(Answer First, Answer Second), bool> holds) => (double)pairs.Count(holds) / pairs.Length;
    }
}
