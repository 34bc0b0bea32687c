using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Pose;
using EmotionGrpc.Detection.Tests.Support;

namespace EmotionGrpc.Detection.Tests.Faces;

public sealed class FaceMatcherTests
{
    private readonly BodyPose _pose = Someone.At(300).Pose!;

    [Fact]
    public void Assign_FaceAtTheHead_GoesToThePose()
    {
        var (ofPoses, rest) = Assign(Someone.Face(300, _pose.Joints[0].Y, 20));

        Assert.NotNull(ofPoses[0]);
        Assert.Empty(rest);
    }

    [Fact]
    public void Assign_DoubtfulFaceOnTheClothes_IsDropped()
    {
        var (ofPoses, rest) = Assign(Someone.Face(300, 220, 20) with { Score = 0.7f });

        Assert.Null(ofPoses[0]);
        Assert.Empty(rest);
    }

    [Fact]
    public void Assign_FaceBesideThePerson_BelongsToNobody() => Assert.Single(Assign(Someone.Face(600, 220, 20) with { Score = 0.7f }).Others);

    [Fact]
    public void Distinguish_OneFaceTwice_StaysWithTheNearerHead()
    {
        var (near, far) = (HeadEstimate.From(_pose), HeadEstimate.From(Someone.At(312).Pose!));
        var face = Someone.Face(300, _pose.Joints[0].Y, 20);
        DetectedFace?[] faces = [face, face];

        FaceMatcher.Distinguish([far, near], faces);

        Assert.Null(faces[0]);
        Assert.Same(face, faces[1]);
    }

    private (DetectedFace?[] OfPoses, List<DetectedFace> Others) Assign(DetectedFace face)
    {
        var ofPoses = new DetectedFace?[1];
        return (ofPoses, FaceMatcher.Assign([face], [_pose], [HeadEstimate.From(_pose)], ofPoses, 0.85f));
    }
}
