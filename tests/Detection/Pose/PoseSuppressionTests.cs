using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Detection.Tests.Support;

namespace EmotionGrpc.Detection.Tests.Pose;

public sealed class PoseSuppressionTests
{
    [Fact]
    public void Apply_SecondLookAtOnePerson_IsDropped() =>
        Assert.Single(PoseSuppression.Apply([Someone.At(100).Pose!, Someone.At(101, score: 0.3f).Pose!], 0.6f));

    [Fact]
    public void Apply_TwoPeopleClosely_AreKept() =>
        Assert.Equal(2, PoseSuppression.Apply([Someone.At(100).Pose!, Someone.At(125, score: 0.3f).Pose!], 0.6f).Count);
}
