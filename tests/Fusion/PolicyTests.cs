using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

public sealed class PolicyTests
{
    private static readonly StreamLogits s_face = new(StreamKind.Face, [2, 0, -1]);
    private static readonly StreamLogits s_body = new(StreamKind.Body, [0, 4, -3]);

    [Fact]
    public void Average_TwoStreams_IsTheMeanOfTheLogits()
    {
        var fused = new float[3];
        var weights = new AveragePolicy().Fuse([s_face, s_body], new Visibility(), fused);
        Assert.Equal([1, 2, -2], fused);
        Assert.Equal([0.5, 0.5], weights);
    }

    [Fact]
    public void Average_OneStream_IsThatStream()
    {
        var fused = new float[3];
        var weights = new AveragePolicy().Fuse([s_body], new Visibility(), fused);
        Assert.Equal(s_body.Logits, fused);
        Assert.Equal([1.0], weights);
    }

    [Fact]
    public void Maximum_TwoStreams_TakesTheLargerLabelByLabel()
    {
        var fused = new float[3];
        var weights = new MaximumPolicy().Fuse([s_face, s_body], new Visibility(), fused);
        Assert.Equal([2, 4, -1], fused);
        Assert.Equal(2.0 / 3, weights[0], 6);
        Assert.Equal(1.0 / 3, weights[1], 6);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.2)]
    [InlineData(0.25, 0.8)]
    public void OcclusionAware_Mask_LeadsFromTheOpenToTheMaskedTable(float mask, double expected)
    {
        Assert.Equal(Share(expected), FaceShare(Seen(mask: mask)), 6);
    }

    [Theory]
    [InlineData(5, 0.1)]
    [InlineData(20, 0.1)]
    [InlineData(40, 0.4)]
    [InlineData(80, 1)]
    [InlineData(500, 1)]
    public void OcclusionAware_FaceSize_FollowsTheTable(float size, double expected)
    {
        Assert.Equal(Share(expected), FaceShare(Seen(size: size)), 6);
    }

    [Fact]
    public void OcclusionAware_SizeNotKnown_TakesTheLargestFace()
    {
        Assert.Equal(Share(1), FaceShare(Seen(size: 0)), 6);
    }

    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(0.25, 0.25)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 0.5)]
    public void OcclusionAware_Keypoints_FollowTheTableDownToTheLeast(float visibility, double expected)
    {
        Assert.Equal(1 / (1 + expected), FaceShare(Seen(keypoints: visibility)), 6);
    }

    [Fact]
    public void OcclusionAware_ScaleMean_IsTheWeightedMean()
    {
        var fused = new float[3];
        var weights = new OcclusionAwarePolicy(Weights(WeightScale.Mean)).Fuse([s_face, s_body], Seen(), fused);
        Assert.Equal([4f / 3, 4f / 3, -5f / 3], fused.Select(f => f), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([2.0 / 3, 1.0 / 3], weights, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void OcclusionAware_ScaleSum_AddsTheWeightedLogitsAndReportsShares()
    {
        var fused = new float[3];
        var weights = new OcclusionAwarePolicy(Weights(WeightScale.Sum)).Fuse([s_face, s_body], Seen(), fused);
        Assert.Equal([2f, 2f, -2.5f], fused.Select(f => f), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([2.0 / 3, 1.0 / 3], weights, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void OcclusionAware_ScaleSumOneStream_IsLessSureTheLessItIsSeen()
    {
        var fused = new float[3];
        var weights = new OcclusionAwarePolicy(Weights(WeightScale.Sum)).Fuse([s_body], Seen(keypoints: 0.25f), fused);
        Assert.Equal([0, 1, -0.75f], fused);
        Assert.Equal([1.0], weights);
    }

    [Theory]
    [InlineData("nothing seen")]
    [InlineData("not numbers")]
    public void OcclusionAware_OddVisibility_StillGivesFiniteLogits(string what)
    {
        var visibility = what == "nothing seen"
            ? new Visibility()
            : new Visibility { FaceSize = float.NaN, KeypointVisibility = float.NaN, Mask = new Mask { Probability = float.NaN } };
        var fused = new float[3];
        new OcclusionAwarePolicy(Weights(WeightScale.Mean)).Fuse([s_face, s_body], visibility, fused);
        Assert.All(fused, f => Assert.True(float.IsFinite(f)));
    }

    private static Visibility Seen(float mask = 0, float size = 120, float keypoints = 0.8f) => new()
    {
        Mask = new Mask { Probability = mask },
        FaceSize = size,
        FaceScore = 0.9f,
        KeypointVisibility = keypoints,
    };

    private static OcclusionAwareWeights Weights(WeightScale scale) => new(
        WeightTable.Create("open", [[20, 0.1], [60, 0.7], [80, 1]]),
        WeightTable.Create("masked", [[50, 0.2]]),
        WeightTable.Create("body", [[0, 0], [0.5, 0.5]]),
        Least: 0.01,
        scale,
        Source: "a test");

    private static double FaceShare(Visibility visibility) =>
        new OcclusionAwarePolicy(Weights(WeightScale.Mean)).Fuse([s_face, s_body], visibility, new float[3])[0];

    /// <summary>What the face has beside a body of weight 0.5.</summary>
    private static double Share(double face) => face / (face + 0.5);
}
