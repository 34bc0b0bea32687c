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

    public static async Task<BodyStreamServiceStreamScoreResponse> AskAsync(
        this AsyncDuplexStreamingCall<BodyStreamServiceStreamScoreRequest, BodyStreamServiceStreamScoreResponse> call, BodyStreamServiceStreamScoreRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None), "The session ended.");
        return call.ResponseStream.Current;
    }

    /// <summary>Feeds samples one by one; the last one's score.</summary>
    public static async Task<Score> FeedAsync(
        this AsyncDuplexStreamingCall<BodyStreamServiceStreamScoreRequest, BodyStreamServiceStreamScoreResponse> call, IEnumerable<Sample> samples)
    {
        Score? last = null;
        foreach (var sample in samples)
            last = Assert.Single((await call.AskAsync(sample)).Scores);
        return last!;
    }

    public static void AssertSame(Score expected, Score actual, float tolerance = 1e-5f)
    {
        Assert.Equal(expected.OutcomeCase, actual.OutcomeCase);
        Assert.Equal(expected.Sequence, actual.Sequence);
        Assert.Equal(expected.Absence, actual.Absence);
        if (expected.Logits is null)
            return;
        Assert.Equal(expected.Logits.Values.Count, actual.Logits.Values.Count);
        for (var i = 0; i < expected.Logits.Values.Count; i++)
            Assert.Equal(expected.Logits.Values[i], actual.Logits.Values[i], tolerance);
    }
}
