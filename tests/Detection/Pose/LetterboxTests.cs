using EmotionGrpc.Detection.Pose;

namespace EmotionGrpc.Detection.Tests.Pose;

public sealed class LetterboxTests
{
    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(400, 300)]
    [InlineData(170, 256)]
    [InlineData(16, 4000)]
    public void Fit_AnyFrame_FillsOneSideAndMapsItsCornersBack(int width, int height)
    {
        var letterbox = Letterbox.Fit(width, height, 320, 192);

        Assert.True(letterbox.Width == 320 || letterbox.Height == 192);
        Assert.True(letterbox.Left >= 0 && letterbox.Top >= 0 && letterbox.Left + letterbox.Width <= 320 && letterbox.Top + letterbox.Height <= 192);
        var (first, last) = (letterbox.ToFrame(letterbox.Left, letterbox.Top), letterbox.ToFrame(letterbox.Left + letterbox.Width, letterbox.Top + letterbox.Height));
        Assert.Equal((0f, 0f), (first.X, first.Y));
        Assert.Equal(width, last.X, 0.51f / letterbox.Scale);
        Assert.Equal(height, last.Y, 0.51f / letterbox.Scale);
    }

    [Fact]
    public void Decode_RelativeValues_BecomePixelsOfTheFrame()
    {
        // 640x480 becomes 256x192 with 32 black pixels at each side.
        var letterbox = Letterbox.Fit(640, 480, 320, 192);
        var output = new float[PoseDecoder.Rows * PoseDecoder.RowLength];
        (output[0], output[1], output[2]) = (0.5f, 0.5f, 0.9f);
        (output[51], output[52], output[53], output[54], output[55]) = (0.25f, 0.1f, 1, 0.9f, 0.4f);

        var pose = Assert.Single(PoseDecoder.Decode(output, letterbox, 320, 192, 0.2f));

        Assert.Equal(0.4f, pose.Score);
        Assert.Equal(new Joint(320, 240, 0.9f), pose.Joints[0]);
        Assert.Equal(0, pose.Box.X, 1e-3f);
        Assert.Equal(120, pose.Box.Y, 1e-3f);
        Assert.Equal(640, pose.Box.Width, 1e-3f);
        Assert.Equal(360, pose.Box.Height, 1e-3f);
    }
}
