using EmotionGrpc.Eval.Media;
using EmotionGrpc.Eval.Tests.EndToEnd;

namespace EmotionGrpc.Eval.Tests.Media;

public sealed class VideoReaderTests
{
    [Fact]
    public void Read_SampleVideo_GivesEveryFrameInOrderOfTime()
    {
        using var video = new VideoReader(RunningSuite.Video);

        var times = new List<DateTime>();
        while (video.Read() is { } frame)
        {
            times.Add(frame.CaptureTime.ToDateTime());
            Assert.Equal((ulong)times.Count, frame.Sequence);
        }

        Assert.True(times.Count > 100);
        Assert.Equal(video.Length, times.Count);
        Assert.All(times.Zip(times.Skip(1)), t => Assert.True(t.First < t.Second));
    }
}
