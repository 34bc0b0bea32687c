using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.BodyStream.Tests;

/// <summary>A session's memory goes on in another session, as if it had never ended.</summary>
public sealed class HandoverTests(BodyService service) : IClassFixture<BodyService>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task StreamScore_StateHandedOn_ScoresAsIfUndisturbed(int seed)
    {
        var samples = Mover.Uneven(9, seed);
        var half = samples.Count * 2 / 3;
        using var undisturbed = service.Client.StreamScore();
        var expected = (await undisturbed.SendAllAsync(samples.Select(s => Request(s)))).ConvertAll(r => r.Scores[0]);

        var state = await StateAfterAsync(samples.Take(half));
        using var second = service.Client.StreamScore();
        var actual = (await second.SendAllAsync(samples.Skip(half).Select((s, i) => Request(s, i == 0 ? state : null)))).ConvertAll(r => r.Scores[0]);

        for (var i = 0; i < actual.Count; i++)
            ScoreAssert.Same(expected[half + i], actual[i], tolerance: 1e-3f);
        Assert.True(actual.Count(s => s.Logits != null) > actual.Count / 2, "Too few samples were scored.");
    }

    [Fact]
    public async Task StreamScore_StateHandedOnTwice_LosesNothingMore()
    {
        var state = await StateAfterAsync(Mover.Uneven(6, 3));
        using var second = service.Client.StreamScore();

        var again = await second.AskAsync(new BodyStreamServiceStreamScoreRequest { State = state, StateWanted = true });

        Assert.Equal(state, again.State);
    }

    [Fact]
    public async Task StreamScore_StateOfFiveSecondsAtFiftyFrames_IsSmall()
    {
        var state = await StateAfterAsync(Mover.Over(6, 50));

        // 280 poses of 17 joints: 57 KB as float32.
        Assert.InRange(state.Length, 5_000, 32_000);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("cut off")]
    [InlineData("of another model")]
    [InlineData("empty")]
    public async Task StreamScore_StateThatIsNotUnderstood_IsAsGoodAsNone(string kind)
    {
        var state = await StateAfterAsync(Mover.Over(3, 25));
        var bytes = state.ToByteArray();
        var spoilt = kind switch
        {
            "random" => ByteString.CopyFrom(Enumerable.Range(0, 500).Select(i => (byte)(i * 37)).ToArray()),
            "cut off" => ByteString.CopyFrom(bytes, 0, bytes.Length / 2),
            "of another model" => Renamed(bytes),
            _ => ByteString.Empty,
        };
        using var call = service.Client.StreamScore();

        var answer = await call.AskAsync(Request(Mover.At(3.04), spoilt));

        Assert.Equal(AbsenceReason.WarmingUp, answer.Scores[0].Absence.Reason);
        Assert.NotNull((await call.FeedAsync(Mover.Over(2, 25, track: 2))).Logits);
    }

    [Fact]
    public async Task StreamScore_StateOnALaterRequest_IsNotRead()
    {
        var state = await StateAfterAsync(Mover.Over(3, 25));
        using var call = service.Client.StreamScore();
        await call.FeedAsync([Mover.At(2.9, track: 2)]);

        var answer = await call.AskAsync(Request(Mover.At(3.04), state));

        Assert.Equal(AbsenceReason.WarmingUp, answer.Scores[0].Absence.Reason);
    }

    [Fact]
    public async Task StreamScore_StateNotWanted_IsNotGiven()
    {
        using var call = service.Client.StreamScore();

        Assert.True((await call.AskAsync(Mover.At(0))).State.IsEmpty);
    }

    private static BodyStreamServiceStreamScoreRequest Request(Sample sample, ByteString? state = null) =>
        new() { Samples = { sample }, State = state ?? ByteString.Empty };

    private static ByteString Renamed(byte[] state)
    {
        var at = state.AsSpan().IndexOf("body-motion"u8);
        Assert.True(at >= 0, "The state does not name its model.");
        state[at] = (byte)'n';
        return ByteString.CopyFrom(state);
    }

    private async Task<ByteString> StateAfterAsync(IEnumerable<Sample> samples)
    {
        using var call = service.Client.StreamScore();
        await call.FeedAsync(samples);
        var answer = await call.AskAsync(new BodyStreamServiceStreamScoreRequest { StateWanted = true });
        Assert.Empty(answer.Scores);
        Assert.False(answer.State.IsEmpty);
        return answer.State;
    }
}
