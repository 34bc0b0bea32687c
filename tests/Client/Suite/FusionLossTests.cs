using System.Collections.Concurrent;
using System.Security.Cryptography;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf.WellKnownTypes;
using static EmotionGrpc.Client.Tests.Sessions.EmotionSessionTests;

namespace EmotionGrpc.Client.Tests.Suite;

/// <summary>A session whose Fusion goes away in the middle: every frame is answered by a result, and persons stay who they are where the token is taken.</summary>
public sealed class FusionLossTests(StreamsFixture streams) : IClassFixture<StreamsFixture>
{
    private const int Frames = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Session_FusionKilled_GoesOnAtTheOtherWithItsContext()
    {
        var key = NewKey();
        await using var fusions = await TwoFusions.StartAsync(streams, key, key);

        var (session, answers, states) = await StreamAsync(fusions, f => f.KillAsync());

        Assert.True(Assert.Single(states, s => s.Resumed != null).Resumed);
        Assert.Equal((1, 1), (session.Reconnects, session.Resumed));
        Assert.Single(answers.Select(a => a.SessionId).Distinct());
        Assert.Single(answers.SelectMany(a => a.Result.Persons).Select(p => p.TrackId).Distinct());
    }

    [Fact]
    public async Task Session_FusionTerminated_MovesWithoutSendingAnythingTwice()
    {
        var key = NewKey();
        await using var fusions = await TwoFusions.StartAsync(streams, key, key);

        var (session, answers, states) = await StreamAsync(fusions, f => f.TerminateAsync());

        Assert.Contains(states, s => s.State == EmotionSessionState.Moving);
        Assert.True(Assert.Single(states, s => s.Resumed != null).Resumed);
        Assert.Equal((1, 1, 0), (session.Reconnects, session.Resumed, session.Replayed));
        Assert.Single(answers.Select(a => a.SessionId).Distinct());
    }

    [Fact]
    public async Task Session_OtherFusionHasAnotherKey_BeginsAnewAndSaysSo()
    {
        await using var fusions = await TwoFusions.StartAsync(streams, NewKey(), NewKey());

        var (session, answers, states) = await StreamAsync(fusions, f => f.KillAsync());

        var opened = Assert.Single(states, s => s.Resumed != null);
        Assert.False(opened.Resumed);
        Assert.Contains("RESUME_TOKEN_", opened.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0), (session.Reconnects, session.Resumed));
        Assert.Equal(2, answers.Select(a => a.SessionId).Distinct().Count());
    }

    /// <summary>Streams the sample video; when half of it is answered, its Fusion goes.</summary>
    private static async Task<(EmotionSessionCounters Counters, List<ResultAnswer> Answers, ConcurrentQueue<EmotionSessionStateChange> States)> StreamAsync(
        TwoFusions fusions, Func<ServiceProcess, Task> end)
    {
        using var client = new EmotionClient(fusions.Address);
        await using var session = await client.OpenSessionAsync(new EmotionSessionOptions
        {
            // Where none may be lost, none may grow too old.
            Server = new SessionOptions { TimeToLive = Duration.FromTimeSpan(TimeSpan.FromSeconds(60)) },
            Reconnect = new ReconnectOptions { MaximumAttempts = null },
        });
        var states = States(session);
        var reading = ReadAsync(session);
        var holder = await fusions.HolderAsync(session.Opened.SessionId);
        var ending = Task.CompletedTask;
        for (ulong i = 1; i <= Frames; i++)
        {
            await session.SendAsync(SampleFrames.Frame(i));
            if (i == Frames / 2)
                ending = end(holder);
        }

        await session.CompleteAsync().WaitAsync(Patience);
        await ending;
        var answers = await reading;
        Assert.Equal(Enumerable.Range(1, Frames).Select(i => (ulong)i), answers.Select(a => a.Sequence).Order());
        Assert.All(answers, a => Assert.IsType<ResultAnswer>(a));
        return (session.Counters, [.. answers.Cast<ResultAnswer>()], states);
    }

    private static string NewKey() => $"{Guid.NewGuid():N}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
}
