using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Trials;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class TrialTests
{
    private static readonly LabelSet s_single = new(["neutral", "happiness", "anger"], LabelType.Single);
    private static readonly ModelVersion s_old = new() { Name = "face", Version = "1" };
    private static readonly ModelVersion s_new = new() { Name = "face", Version = "2" };

    /// <summary>The figures are those of hashlib.sha256 in Python; all lie within three standard deviations of the share.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 57)]
    [InlineData(1, 104)]
    [InlineData(10, 985)]
    [InlineData(50, 4929)]
    [InlineData(99, 9876)]
    [InlineData(100, 10000)]
    public void Holds_TenThousandSessions_IsTheShare(double percent, int expected)
    {
        var held = Enumerable.Range(0, 10000).Count(i => SessionShare.Holds($"session-{i}", percent));

        Assert.Equal(expected, held);
        var deviation = Math.Sqrt(10000 * percent / 100 * (1 - (percent / 100)));
        Assert.InRange(held, (percent * 100) - (3 * deviation), (percent * 100) + (3 * deviation));
    }

    [Fact]
    public void Holds_LargerShare_HoldsAllOfTheSmaller() => Assert.All(
        Enumerable.Range(0, 1000).Select(i => $"session-{i}").Where(id => SessionShare.Holds(id, 10)),
        id => Assert.True(SessionShare.Holds(id, 20)));

    [Fact]
    public void Difference_AllLogitsOfASoftmaxMoveTogether_IsNone()
    {
        var difference = ScoreDifference.Of(LabelType.Single, [1, 2, 3], [6, 7, 8]);

        Assert.Equal((true, 0.0), (difference.Agrees, difference.Mean));
    }

    [Theory]
    [InlineData(LabelType.Single, new[] { 1f, 2f, 3f }, new[] { 1f, 5f, 3f }, false, 4.0 / 3, new[] { -1f, 2f, -1f })]
    [InlineData(LabelType.Single, new[] { 1f, 2f, 3f }, new[] { 1f, 2f, 6f }, true, 4.0 / 3, new[] { -1f, -1f, 2f })]
    [InlineData(LabelType.Multi, new[] { 1f, -2f, 3f }, new[] { 2f, -1f, 4f }, true, 1.0, new[] { 1f, 1f, 1f })]
    [InlineData(LabelType.Multi, new[] { 1f, -2f, 3f }, new[] { 1f, 1f, 3f }, false, 1.0, new[] { 0f, 3f, 0f })]
    public void Difference_Logits_AreCompared(LabelType type, float[] ours, float[] theirs, bool agrees, double mean, float[] byLabel)
    {
        var difference = ScoreDifference.Of(type, ours, theirs);

        Assert.Equal(agrees, difference.Agrees);
        Assert.Equal(mean, difference.Mean, 1e-6);
        Assert.Equal(byLabel, difference.ByLabel);
    }

    [Fact]
    public void Comparison_Summary_TellsAgreementDifferenceDriftAndLosses()
    {
        var comparison = new ShadowComparison(StreamKind.Face, 3);
        Assert.Null(comparison.Tell());
        comparison.Add(s_old, s_new, s_single, [1, 2, 3], [1, 5, 3]);
        comparison.Add(s_old, s_new, s_single, [1, 2, 3], [1, 2, 6]);
        comparison.Lost(ShadowOutcome.Dropped);
        comparison.Lost(ShadowOutcome.Failed);
        comparison.Lost(ShadowOutcome.Failed);

        Assert.Equal(
            "Face shadow face 2 against face 1: 2 scores, same label 50.0 %, mean logit difference 1.333, "
            + "drift neutral -1.000, happiness +0.500, anger +0.500; frames not compared: 1 dropped, 2 failed.",
            comparison.Tell());
        Assert.Null(comparison.Tell());
    }

    [Fact]
    public void Comparison_AnotherVersion_BeginsAnew()
    {
        var comparison = new ShadowComparison(StreamKind.Body, 3);
        comparison.Add(s_old, s_new, s_single, [1, 2, 3], [1, 5, 3]);
        comparison.Add(s_old, new ModelVersion { Name = "face", Version = "3" }, s_single, [1, 2, 3], [1, 2, 3]);

        Assert.Equal(
            "Body shadow face 3 against face 1: 1 scores, same label 100.0 %, mean logit difference 0.000, "
            + "drift neutral 0.000, happiness 0.000, anger 0.000; frames not compared: none.",
            comparison.Tell());
    }

    [Fact]
    public void Comparison_MoreFramesThanMayWait_AreRefusedUntilOneLeaves()
    {
        var comparison = new ShadowComparison(StreamKind.Face, 3);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(comparison.TryEnter()));

        Assert.False(comparison.TryEnter());
        Assert.False(comparison.TryEnter());
        comparison.Leave();
        Assert.True(comparison.TryEnter());
        Assert.False(comparison.TryEnter());
    }
}
