using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.BodyStream.Tests;

/// <summary>Requests and answers in short.</summary>
internal static class BodyCalls
{
    public static BodyStreamServiceScoreRequest Batch(params IEnumerable<Sample>[] clips) => new() { Clips = { clips.Select(c => new Clip { Samples = { c } }) } };

    public static async Task<BodyStreamServiceStreamScoreResponse> AskAsync(
        this AsyncDuplexStreamingCall<BodyStreamServiceStreamScoreRequest, BodyStreamServiceStreamScoreResponse> call, params Sample[] samples) =>
        await call.AskAsync(new BodyStreamServiceStreamScoreRequest { Samples = { samples } });

    /// <summary>Feeds samples one by one; the last one's score.</summary>
    public static async Task<Score> FeedAsync(
        this AsyncDuplexStreamingCall<BodyStreamServiceStreamScoreRequest, BodyStreamServiceStreamScoreResponse> call, IEnumerable<Sample> samples)
    {
        Score? last = null;
        foreach (var sample in samples)
            last = Assert.Single((await call.AskAsync(sample)).Scores);
        return last!;
    }

    public static void AssertSame(Score expected, Score actual) => ScoreAssert.Same(expected, actual, tolerance: 1e-5f);
}
