using EmotionGrpc.Detection.Faces;
using EmotionGrpc.Detection.Tests.Support;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tests.Faces;

public sealed class SceneOutlineTests
{
    [Fact]
    public void IsSameAs_EmptySceneOfACameraASecondLater_IsTheSame()
    {
        var outlines = EmptyScene.Seconds().Select(OutlineOf).ToArray();

        Assert.InRange(outlines.Length, 30, 40);
        Assert.All(outlines.Zip(outlines.Skip(1)), o => Assert.True(o.First.IsSameAs(o.Second)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-20)]
    public void IsSameAs_LightChanges_IsTheSame(int levels)
    {
        using var scene = Scene();
        using var lit = new Mat();
        Cv2.Add(scene, Scalar.All(levels), lit);

        Assert.True(SceneOutline.Of(scene).IsSameAs(SceneOutline.Of(lit)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(307, 173)]
    [InlineData(620, 340)]
    public void IsSameAs_SomethingOfTheSizeOfASmallFaceComes_IsAnother(int x, int y)
    {
        using var scene = Scene();
        using var changed = scene.Clone();
        // A face differs from what is behind it by more than that.
        using var place = new Mat(changed, new Rect(x, y, 16, 16));
        Cv2.Add(place, Scalar.All(30), place);

        Assert.False(SceneOutline.Of(scene).IsSameAs(SceneOutline.Of(changed)));
    }

    [Fact]
    public void IsSameAs_FrameOfAnotherSize_IsAnother()
    {
        using var scene = Scene();
        using var larger = scene.Resize(new Size(1280, 720));

        Assert.False(SceneOutline.Of(scene).IsSameAs(SceneOutline.Of(larger)));
    }

    private static Mat Scene() => EmptyScene.Seconds().First();

    private static SceneOutline OutlineOf(Mat frame)
    {
        using (frame)
            return SceneOutline.Of(frame);
    }
}
