using EmotionGrpc.V1;

namespace EmotionGrpc.TestSupport;

/// <summary>Compares scores.</summary>
public static class ScoreAssert
{
    /// <summary>Both have the same outcome: the same absence, or logits that differ by no more than the tolerance.</summary>
    public static void Same(Score expected, Score actual, float tolerance)
    {
        Assert.Equal(expected.OutcomeCase, actual.OutcomeCase);
        Assert.Equal(expected.Sequence, actual.Sequence);
        Assert.Equal(expected.Absence, actual.Absence);
        if (expected.Logits is null)
            return;
        Assert.Equal(expected.Logits.Values.Count, actual.Logits.Values.Count);
        for (var i = 0; i < expected.Logits.Values.Count; i++)
            Assert.Equal(expected.Logits.Values[i], actual.Logits.Values[i], tolerance);
    }
}
