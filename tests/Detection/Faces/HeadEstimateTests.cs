using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Detection.Tests.Support;

namespace EmotionGrpc.Detection.Tests.Faces;

public sealed class HeadEstimateTests
{
    [Fact]
    public void From_FacingTheCamera_LiesAroundNoseAndEyes()
    {
        var pose = Someone.At(300).Pose!;

        var head = HeadEstimate.From(pose)!.Value;

        Assert.False(head.FromBehind);
        Assert.True(head.Box.Contains(pose.Joints[JointIndex.Nose].X, pose.Joints[JointIndex.Nose].Y));
        Assert.Equal(0, head.Angle, 1e-3f);
    }

    [Fact]
    public void From_ShouldersTheOtherWayRound_IsSeenFromBehind()
    {
        var pose = Someone.At(300).Pose!;
        var joints = pose.Joints.ToArray();
        (joints[JointIndex.LeftShoulder], joints[JointIndex.RightShoulder]) = (joints[JointIndex.RightShoulder], joints[JointIndex.LeftShoulder]);
        (joints[JointIndex.LeftEye], joints[JointIndex.RightEye]) = (joints[JointIndex.RightEye], joints[JointIndex.LeftEye]);

        Assert.True(HeadEstimate.From(pose with { Joints = joints })!.Value.FromBehind);
    }

    [Fact]
    public void From_ShouldersOnly_LiesAboveThem()
    {
        var pose = Someone.At(300).Pose!;
        var joints = pose.Joints.Select((j, i) => i < JointIndex.LeftShoulder ? j with { Score = 0 } : j).ToArray();

        var head = HeadEstimate.From(pose with { Joints = joints })!.Value;

        Assert.True(head.Center.Y < joints[JointIndex.LeftShoulder].Y);
        Assert.Equal(300, head.Center.X, 0.5f);
    }

    [Fact]
    public void From_NothingVisible_IsNull()
    {
        var pose = Someone.At(300).Pose!;

        Assert.Null(HeadEstimate.From(pose with { Joints = [.. pose.Joints.Select(j => j with { Score = 0.1f })] }));
    }
}
