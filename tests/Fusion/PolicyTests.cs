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

    [Fact]
    public void OcclusionAware_MaskOn_MovesWeightFromFaceToBody()
    {
        var seen = Seen(mask: 0);
        var masked = Seen(mask: 1);
        Assert.True(FaceWeight(masked) < FaceWeight(seen) / 2, $"{FaceWeight(masked)} against {FaceWeight(seen)}");
    }

    [Fact]
    public void OcclusionAware_SmallerFace_WeighsLess()
    {
        var large = Seen(mask: 0);
        var small = Seen(mask: 0);
        small.FaceSize = 16;
        Assert.True(FaceWeight(small) < FaceWeight(large));
    }

    [Fact]
    public void OcclusionAware_FewKeypoints_MovesWeightToTheFace()
    {
        var whole = Seen(mask: 0.5f);
        var head = Seen(mask: 0.5f);
        head.KeypointVisibility = 0.2f;
        Assert.True(FaceWeight(head) > FaceWeight(whole));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void OcclusionAware_AnyVisibility_WeightsSumToOne(float mask)
    {
        var weights = new OcclusionAwarePolicy(new OcclusionAwareWeights()).Fuse([s_face, s_body], Seen(mask), new float[3]);
        Assert.Equal(1, weights.Sum(), 9);
        Assert.All(weights, w => Assert.InRange(w, 0, 1));
    }

    [Fact]
    public void OcclusionAware_NothingSeen_StillGivesFiniteLogits()
    {
        var fused = new float[3];
        new OcclusionAwarePolicy(new OcclusionAwareWeights()).Fuse([s_face, s_body], new Visibility(), fused);
        Assert.All(fused, f => Assert.True(float.IsFinite(f)));
    }

    private static Visibility Seen(float mask) => new()
    {
        Mask = new Mask { Probability = mask },
        FaceSize = 120,
        FaceScore = 0.9f,
        KeypointVisibility = 0.8f,
    };

    private static double FaceWeight(Visibility visibility) =>
        new OcclusionAwarePolicy(new OcclusionAwareWeights()).Fuse([s_face, s_body], visibility, new float[3])[0];
}
