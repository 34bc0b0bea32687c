using EmotionGrpc.Edge.Commands;
using EmotionGrpc.Edge.Sources;
using EmotionGrpc.TestSupport;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Tests.Sources;

public sealed class FrameSourcesTests
{
    [Fact]
    public void Open_VideoFile_GivesEveryFrameWithItsTime()
    {
        using var source = FrameSources.Open(Repository.SampleVideo, null);

        // Positions within the file, as the container tells them: no clock is read.
        var positions = new List<TimeSpan>();
        while (source.Read() is { } frame)
        {
            using (frame)
            {
                Assert.Equal(new Size(400, 300), frame.Pixels.Size());
                positions.Add(frame.Time);
            }
        }

        Assert.Equal(source.Length, positions.Count);
        Assert.Equal(25, source.FramesPerSecond, 3);
        Assert.Equal(TimeSpan.Zero, positions[0]);
        for (var i = 1; i < positions.Count; i++)
            Assert.Equal(40, (positions[i] - positions[i - 1]).TotalMilliseconds, 1);
    }

    [Fact]
    public void Read_FramesThatWereDisposed_LendTheirPixelsToLaterOnesAndHeldOnesDoNot()
    {
        using var source = FrameSources.Open(Repository.SampleVideo, null);
        using var held = source.Read()!;
        using var asItWas = held.Pixels.Clone();
        var given = source.Read()!;
        given.Dispose();
        given.Dispose();

        using var next = source.Read()!;
        using var afterNext = source.Read()!;

        Assert.Same(given.Pixels, next.Pixels);
        Assert.NotSame(next.Pixels, afterNext.Pixels);
        Assert.Equal(0, Cv2.Norm(held.Pixels, asItWas));
        Assert.NotEqual(0, Cv2.Norm(held.Pixels, next.Pixels));
    }

    [Fact]
    public void Dispose_FrameThatIsStillHeld_KeepsItsPixelsUntilItIsDisposedToo()
    {
        SourceFrame held;
        using (var source = FrameSources.Open(Repository.SampleVideo, null))
            held = source.Read()!;

        Assert.Equal(new Size(400, 300), held.Pixels.Size());
        held.Dispose();

        Assert.True(held.Pixels.IsDisposed);
    }

    [Fact]
    public void Open_Folder_GivesPicturesInTheOrderOfTheirNumbers()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, value) in new[] { ("f10.png", 100), ("f2.png", 20), ("f1.jpg", 10) })
        {
            using var picture = new Mat(16, 16, MatType.CV_8UC3, Scalar.All(value));
            Cv2.ImWrite(folder.File(name), picture);
        }

        File.WriteAllText(folder.File("notes.txt"), "not a picture");
        using var source = FrameSources.Open(folder.Path, 4);

        var seen = new List<(double, TimeSpan)>();
        while (source.Read() is { } frame)
        {
            using (frame)
                seen.Add((Math.Round(Cv2.Mean(frame.Pixels).Val0), frame.Time));
        }

        Assert.Equal([(10, TimeSpan.Zero), (20, TimeSpan.FromSeconds(0.25)), (100, TimeSpan.FromSeconds(0.5))], seen);
    }

    [Fact]
    public void Open_FolderWithoutPictures_SaysWhatIsAllowed()
    {
        using var folder = new TemporaryFolder();

        var e = Assert.Throws<EdgeException>(() => FrameSources.Open(folder.Path, null));

        Assert.Equal(ExitCode.SourceNotOpened, e.ExitCode);
        Assert.Contains("holds no pictures; allowed are jpg", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NothingThere_SaysWhatIsAllowed()
    {
        var e = Assert.Throws<EdgeException>(() => FrameSources.Open("no-such.mp4", null));

        Assert.Equal(ExitCode.SourceNotOpened, e.ExitCode);
        Assert.Contains("There is no file or folder 'no-such.mp4'; allowed are a camera index", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoSuchCamera_SaysSo()
    {
        var e = Assert.Throws<EdgeException>(() => FrameSources.Open("97", null));

        Assert.Equal(ExitCode.SourceNotOpened, e.ExitCode);
        Assert.Contains("amera 97", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NotAVideo_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.mp4"), "not a video");

        var e = Assert.Throws<EdgeException>(() => FrameSources.Open(folder.File("a.mp4"), null));

        Assert.Contains("is not a video that can be read", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_UnreachableUrl_DoesNotTellThePassword()
    {
        var e = Assert.Throws<EdgeException>(() => FrameSources.Open("http://user:secret@127.0.0.1:1/video", null));

        Assert.Equal(ExitCode.SourceNotOpened, e.ExitCode);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }
}
