using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EmotionGrpc.Integration.Tests;

[Collection(SuiteCollection.Name)]
public sealed class CadenceTests(SuiteFixture suite)
{
    private const int Frames = 50;

    // 10 frames/s: every second frame of the sample.
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Recognize_Cadence_BothStreamsScoreAndLabelsAgreeWithThoseOfFullRate()
    {
        var full = await StreamAsync(1);
        var sparse = await StreamAsync(4);

        Assert.DoesNotContain(full, r => r.Followed);
        Assert.InRange(sparse.Count(r => r.Followed), Frames / 4, Frames * 3 / 4);
        var (both, agree) = (0, 0);
        foreach (var (one, other) in full.Zip(sparse))
        {
            var (expected, emotion) = (Assert.Single(one.Persons).Emotion, Assert.Single(other.Persons).Emotion);
            both += emotion.Streams.All(s => s.Logits.Count > 0) ? 1 : 0;
            agree += emotion.Label == expected.Label ? 1 : 0;
        }

        // The body stream is silent for its first second.
        Assert.InRange(both, Frames / 2, Frames);
        Assert.InRange(agree, Frames * 9 / 10, Frames);
    }

    [Fact]
    public async Task Recognize_CadenceOutOfRange_IsRefusedWithTheFieldAndWhatIsAllowed()
    {
        using var session = new LiveSession(suite.Channel);

        var refused = await Assert.ThrowsAsync<RpcException>(() => session.OpenAsync(new SessionOptions { Cadence = 101 }));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains("allowed are 1 to 100", refused.Status.Detail, StringComparison.Ordinal);
    }

    private async Task<List<FrameResult>> StreamAsync(uint cadence)
    {
        using var session = new LiveSession(suite.Channel);
        var opened = await session.OpenAsync(new SessionOptions { Cadence = cadence });
        Assert.Equal(cadence, opened.Options.Cadence);
        var results = new List<FrameResult>();
        for (var i = 1UL; i <= Frames; i++)
        {
            var answer = await session.AskAsync(new Frame
            {
                Sequence = i,
                CaptureTime = Timestamp.FromDateTime(s_start + ((int)i * s_step)),
                Image = SampleFrames.Image((2 * i) - 1),
            });
            results.Add(answer.Result);
        }

        return results;
    }
}
