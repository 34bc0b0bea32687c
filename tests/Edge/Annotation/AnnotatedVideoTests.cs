using EmotionGrpc.Client;
using EmotionGrpc.Edge.Annotation;
using EmotionGrpc.Edge.Sources;
using EmotionGrpc.Edge.Streaming;
using EmotionGrpc.TestSupport;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Tests.Annotation;

public sealed class AnnotatedVideoTests
{
    [Fact]
    public async Task CompleteAsync_AnswersOutOfOrder_WritesAllFramesInOrder()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.mp4");

        await WriteAsync(path, 12, [.. Enumerable.Range(0, 12).Select(i => TimeSpan.FromMilliseconds(100 * i))], answer: i => i ^ 1);

        var brightness = Read(path, out var rate);
        Assert.Equal(10, rate, 3);
        Assert.Equal(12, brightness.Count);
        Assert.Equal(brightness.Order(), brightness);
    }

    [Fact]
    public async Task CompleteAsync_FramesTheSourceSkipped_AreFilledSoThatTheLengthIsRight()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.mp4");

        // At 10 frames per second: 0, 0.1, then a gap until 0.6.
        await WriteAsync(path, 3, [TimeSpan.Zero, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.6)], answer: i => i);

        Assert.Equal(7, Read(path, out _).Count);
    }

    [Fact]
    public async Task OpenCvSink_NoFfmpegProgram_WritesAVideoToo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.mp4");
        await using (var sink = new OpenCvSink(path, new Size(64, 48), 10))
        {
            using var picture = new Mat(48, 64, MatType.CV_8UC3, Scalar.All(100));
            for (var i = 0; i < 5; i++)
                await sink.WriteAsync(picture);
            await sink.CompleteAsync();
        }

        Assert.Equal(5, Read(path, out _).Count);
    }

    private static async Task WriteAsync(string path, int frames, TimeSpan[] times, Func<int, int> answer)
    {
        await using var video = new AnnotatedVideo(path, 10);
        for (var i = 0; i < frames; i++)
        {
            using var picture = new Mat(48, 64, MatType.CV_8UC3, Scalar.All(20 + (15 * i)));
            await video.OnSendingAsync(new SentFrame((ulong)i + 1, times[i], picture), CancellationToken.None);
        }

        for (var i = 0; i < frames; i++)
        {
            var sequence = (ulong)answer(i) + 1;
            video.OnAnswer(new FrameOutcome(new ErrorAnswer(ScriptedResults.Error(sequence).Error, TimeSpan.Zero), times[i], TimeSpan.Zero));
        }

        await video.CompleteAsync();
    }

    private static List<double> Read(string path, out double rate)
    {
        using var source = FrameSources.Open(path, null);
        rate = source.FramesPerSecond;
        var brightness = new List<double>();
        while (source.Read() is { } frame)
        {
            using (frame)
            {
                using var middle = new Mat(frame.Pixels, new Rect(0, 0, frame.Pixels.Width, frame.Pixels.Height / 2));
                brightness.Add(Math.Round(Cv2.Mean(middle).Val0));
            }
        }

        return brightness;
    }
}
