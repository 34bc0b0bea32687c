using System.Collections.Concurrent;
using EmotionGrpc.Client.Tests.Sessions;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Client.Tests.Adaptation;

public sealed class AdaptationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Encoding_LinkGetsSlowAndFastAgain_FallsAndRecoversAndEveryFrameIsAnswered()
    {
        await using var server = await new FailingServer(new ScriptedRecognition()).StartAsync();
        await using var link = new TcpProxy(new Uri(server.Address).Port);
        using var client = new EmotionClient(link.Address);
        var bounds = new AdaptationOptions { MinimumScale = 0.5, MaximumFramesPerSecond = 25, TargetAge = TimeSpan.FromMilliseconds(300), Interval = TimeSpan.FromMilliseconds(200) };
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions { Adaptation = bounds, HeartbeatTimeout = TimeSpan.FromMinutes(1) });
        var changes = new ConcurrentQueue<EncodingChange>();
        session.EncodingChanged += (_, change) => changes.Enqueue(change);
        var reading = EmotionSessionTests.ReadAsync(session);
        using var picture = Cv2.ImDecode(SampleFrames.Jpegs[0].ToByteArray(), ImreadModes.Color);

        link.Throttle(60_000);
        await OfferUntilAsync(session, picture, e => e is { Quality: 50, Scale: < 1 });
        link.Heal();
        await OfferUntilAsync(session, picture, e => e == new EncodingAdvice(90, 1, 25));
        await session.CompleteAsync().WaitAsync(Patience);
        var answers = await reading;

        // Quality pays before size does, whatever else a busy machine makes of the pace.
        Assert.Contains(changes, c => c.Encoding.Quality < c.Before.Quality);
        Assert.All(changes.Where(c => c.Encoding.Scale < 1), c => Assert.Equal(50, c.Encoding.Quality));
        var counters = session.Counters;
        Assert.Equal((counters.Sent, counters.Sent), (counters.Answered, answers.Count));
        Assert.Equal(answers.Count, answers.DistinctBy(a => a.Sequence).Count());
        Assert.True(counters.DroppedBy(DropSide.Client) > 0);
        Assert.Equal(0, counters.Reconnects);
    }

    private static async Task OfferUntilAsync(EmotionSession session, Mat picture, Func<EncodingAdvice, bool> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!reached(session.Encoding!))
        {
            Assert.False(patience.IsCancellationRequested, $"It stays at {session.Encoding}: {session.Counters}.");
            Assert.True(session.Offer(new Frame { Image = Encode(picture, session.Encoding!) }));
            await Task.Delay(TimeSpan.FromSeconds(1 / session.Encoding!.FramesPerSecond));
        }
    }

    private static Image Encode(Mat picture, EncodingAdvice advice)
    {
        using var scaled = new Mat();
        Cv2.Resize(picture, scaled, default, advice.Scale, advice.Scale, InterpolationFlags.Area);
        Cv2.ImEncode(".jpg", scaled, out var jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, advice.Quality));
        return Images.Jpeg(UnsafeByteOperations.UnsafeWrap(jpeg));
    }
}
