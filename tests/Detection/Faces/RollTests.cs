using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Geometry;

namespace EmotionGrpc.Detection.Tests.Faces;

public sealed class RollTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(-2.5f)]
    public void Roll_FaceFromTheFront_IsTheDirectionOfTheEyes(float angle) => Assert.Equal(angle, Face(angle, eyeDistance: 44).Roll, 4);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(-0.7f)]
    public void Roll_ProfileWhoseEyesNearlyMeet_FollowsTheMouth(float angle)
    {
        // The far eye was placed below the near one: alone, the eyes would turn the face by a quarter.
        var face = Face(angle, eyeDistance: 0, farEyeBelow: 4);
        Assert.InRange(face.Roll, angle - 0.2f, angle + 0.2f);
    }

    private static DetectedFace Face(float angle, float eyeDistance, float farEyeBelow = 0)
    {
        var (sin, cos) = MathF.SinCos(angle);
        PixelPoint At(float x, float y) => new(100 + (x * cos) - (y * sin), 100 + (x * sin) + (y * cos));
        return new DetectedFace(
            BoundingBox.FromEdges(50, 50, 150, 150),
            1,
            [At(-eyeDistance / 2, -20), At(eyeDistance / 2, -20 + farEyeBelow), At(0, 5), At(0, 25), At(-45, 0), At(45, 0)]);
    }
}
