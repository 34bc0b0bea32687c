using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class InfluenceTests
{
    private static readonly StreamLogits s_loud = new(StreamKind.Face, [6, 0, 0]);
    private static readonly StreamLogits s_quiet = new(StreamKind.Body, [0, 2, 0]);

    [Fact]
    public void Single_EqualWeights_TheWiderSpreadHasMore() =>
        Near([0.75, 0.25], Influence.Of([s_loud, s_quiet], [0.5, 0.5], LabelType.Single));

    [Fact]
    public void Single_WeightMultipliesTheSpread() =>
        Near([0.5, 0.5], Influence.Of([s_loud, s_quiet], [0.25, 0.75], LabelType.Single));

    [Fact]
    public void Single_LogitsThatAllMoveTogether_CountForNothing()
    {
        var lifted = new StreamLogits(StreamKind.Face, [106, 100, 100]);
        Near([0.75, 0.25], Influence.Of([lifted, s_quiet], [0.5, 0.5], LabelType.Single));
    }

    [Fact]
    public void Multi_LogitsThatAllMoveTogether_Count()
    {
        var certain = new StreamLogits(StreamKind.Face, [3, 3, 3]);
        var less = new StreamLogits(StreamKind.Body, [1, 1, 1]);
        Near([0.75, 0.25], Influence.Of([certain, less], [0.5, 0.5], LabelType.Multi));
    }

    [Fact]
    public void NobodyPrefersALabel_IsTheWeights()
    {
        var flat = new StreamLogits(StreamKind.Face, [1, 1, 1]);
        Near([0.3, 0.7], Influence.Of([flat, flat with { Stream = StreamKind.Body }], [0.3, 0.7], LabelType.Single));
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 6);
    }
}
