using System.Text.RegularExpressions;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit.Abstractions;

namespace EmotionGrpc.Integration.Tests;

/// <summary>Sessions that go on at another instance of Fusion.</summary>
public sealed class ResumeTests(ResumeFixture fusions, ITestOutputHelper output) : IClassFixture<ResumeFixture>
{
    private const ulong Frames = 75;

    [Fact]
    public async Task Recognize_InstanceKilled_TheOtherGoesOnAsIfUndisturbed()
    {
        using var undisturbed = Client();
        await undisturbed.OpenAsync(fusions.Old);
        await undisturbed.StreamAsync(1, Frames);

        await using var doomed = await fusions.StartAsync(ResumeFixture.OldKey);
        using var client = Client();
        var before = await client.OpenAsync(fusions.Open(doomed));
        await client.StreamAsync(1, 48);
        await client.SendAsync(49, 51);
        await doomed.KillAsync();
        var token = client.Token!;
        var after = await client.OpenAsync(fusions.Rotated);
        await client.StreamAsync(after.ResumedSequence + 1, Frames);

        Assert.Equal(token.Sequence, after.ResumedSequence);
        Assert.InRange(token.Sequence, 2ul, 48ul);
        Assert.Empty(after.LostContext);
        Assert.Equal(before.SessionId, after.SessionId);
        Assert.Equal(before.Options, after.Options);
        Assert.Equal(Enumerable.Range(1, (int)Frames).Select(i => (ulong)i), client.Answers.Keys);
        foreach (var (sequence, answer) in client.Answers)
            ResultAssert.Same(undisturbed.Answers[sequence], answer);
        // The run shows what it is to show: tracks that count on, and both streams at work before and after.
        Assert.Equal([1u, 2u], client.Answers.Values.SelectMany(a => a.Result.Persons).Select(p => p.TrackId).Distinct());
        Assert.All(new[] { 48ul, Frames }, s => Assert.All(client.Answers[s].Result.Persons[0].Emotion.Streams, c => Assert.NotEmpty(c.Logits)));
        Assert.InRange(token.Token.Length, 1000, 16 * 1024);
        output.WriteLine($"The token after frame {token.Sequence}, with one person: {token.Token.Length} bytes.");
    }

    [Fact]
    public async Task Recognize_ServerStops_TheSessionMovesAndNothingIsLostOrDoneTwice()
    {
        await using var stopping = await fusions.StartAsync(ResumeFixture.OldKey);
        using var client = Client();
        await client.OpenAsync(fusions.Open(stopping));
        await client.StreamAsync(1, 10);
        var exit = stopping.TerminateAsync();
        var sent = await client.StreamAsync(11, 10_000);
        await client.CloseAsync();
        var opened = await client.OpenAsync(fusions.Old);
        await client.StreamAsync(sent + 1, sent + 10);

        Assert.Equal(0, await exit);
        Assert.Equal(sent, opened.ResumedSequence);
        Assert.All(client.Answers.Values, a => Assert.NotNull(a.Result));
        Assert.Equal((sent + 10, 0), ((ulong)client.Answers.Count, client.SecondAnswers));
        Assert.Equal(client.Answers[sent].Result.Persons[0].TrackId, client.Answers[sent + 1].Result.Persons[0].TrackId);
    }

    [Fact]
    public async Task Recognize_StayedLongEnough_IsAskedToMoveAndGoesOnAtTheSameServer()
    {
        await using var busy = await fusions.StartAsync(ResumeFixture.OldKey, "--Fusion:MaximumSessionMinutes=0.03");
        var channel = fusions.Open(busy);
        using var client = Client();
        await client.OpenAsync(channel);
        var sent = await client.StreamAsync(1, 10_000);
        var goAway = client.GoAway!;
        await client.CloseAsync();

        var opened = await client.OpenAsync(channel);

        Assert.Contains("stayed long enough", goAway.Reason);
        Assert.Equal(sent, opened.ResumedSequence);
        Assert.Equal(sent, (ulong)client.Answers.Count);
    }

    [Fact]
    public async Task Recognize_ResumedWhereItStillLives_TheOldOneEndsInOrder()
    {
        using var client = Client();
        var first = await client.OpenAsync(fusions.Old);
        await client.StreamAsync(1, 2);
        await client.ReadTokenAsync(1);
        using var again = new LiveSession(fusions.Old);
        await again.SendAsync(new RecognizeRequest { Open = new SessionOpen { ResumeKey = client.Key, ResumeToken = client.Token!.Token } });

        var second = (await again.ReadAsync())!.Opened;
        await client.ReadToEndAsync();

        Assert.Equal(first.SessionId, second.SessionId);
        Assert.Equal(2ul, client.Closed!.Counts.Received);
        var list = await new RecognitionService.RecognitionServiceClient(fusions.Old).ListSessionsAsync(new ListSessionsRequest());
        Assert.Single(list.Sessions, s => s.SessionId == first.SessionId);
    }

    [Fact]
    public async Task Recognize_ManySessionsThatTheServerEnds_LeaveTheConnectionWhole()
    {
        // Calls of one connection share streams, one after the other: a read left behind by the call before once broke the next one.
        for (var i = 0; i < 30; i++)
        {
            using var client = Client();
            await client.OpenAsync(fusions.Old);
            await client.StreamAsync(1, 1);
            await client.ReadTokenAsync(1);
            using var again = new LiveSession(fusions.Old);
            await again.SendAsync(new RecognizeRequest { Open = new SessionOpen { ResumeKey = client.Key, ResumeToken = client.Token!.Token } });
            Assert.Equal(1ul, (await again.ReadAsync())!.Opened.ResumedSequence);
            await client.ReadToEndAsync();
            Assert.NotNull(client.Closed);
        }
    }

    [Fact]
    public async Task Recognize_FrameUpToTheToken_IsRefusedAndLaterOnesAreAnswered()
    {
        using var client = Client();
        await client.OpenAsync(fusions.Old);
        await client.StreamAsync(1, 3);
        using var resumed = new LiveSession(fusions.Old);
        await resumed.SendAsync(new RecognizeRequest { Open = new SessionOpen { ResumeKey = client.Key, ResumeToken = client.Token!.Token } });
        var reached = (await resumed.ReadAsync())!.Opened.ResumedSequence;

        Assert.Equal(FrameErrorReason.SequenceNotIncreasing, (await resumed.AskAsync(Frame(reached))).Error.Reason);
        Assert.NotNull((await resumed.AskAsync(Frame(reached + 1))).Result);
    }

    [Fact]
    public async Task Recognize_WithoutKey_GetsNoTokens()
    {
        using var session = new LiveSession(fusions.Old);
        await session.OpenAsync();
        await session.SendAsync(Frame(1));
        await session.CloseAsync();

        var all = await session.ReadAllAsync();

        Assert.Equal([RecognizeResponse.MessageOneofCase.Result, RecognizeResponse.MessageOneofCase.Closed], all.Select(m => m.MessageCase));
    }

    [Fact]
    public async Task Recognize_KeyIsExchanged_OldTokensOpenAndNewOnesAreOfTheNewKey()
    {
        using var client = Client();
        await client.OpenAsync(fusions.Old);
        await client.StreamAsync(1, 2);
        await client.ReadTokenAsync(1);
        var opened = await client.OpenAsync(fusions.Rotated);
        Assert.Empty(opened.LostContext);
        Assert.Equal(client.Token!.Sequence, opened.ResumedSequence);
        var next = client.Token.Sequence + 1;
        await client.StreamAsync(next, next);
        await client.ReadTokenAsync(next);

        var refused = await Assert.ThrowsAsync<RpcException>(() => client.OpenAsync(fusions.Old));

        Assert.Equal("RESUME_TOKEN_UNKNOWN_KEY", Reason(refused));
    }

    [Theory]
    [InlineData("tampered", "RESUME_TOKEN_TAMPERED")]
    [InlineData("cut off", "RESUME_TOKEN_TAMPERED")]
    [InlineData("too short", "RESUME_TOKEN_MALFORMED")]
    [InlineData("too large", "RESUME_TOKEN_TOO_LARGE")]
    [InlineData("another version", "RESUME_TOKEN_VERSION")]
    [InlineData("another key ring", "RESUME_TOKEN_UNKNOWN_KEY")]
    [InlineData("another session", "RESUME_TOKEN_FOREIGN")]
    [InlineData("no session", "RESUME_TOKEN_FOREIGN")]
    [InlineData("another caller", "RESUME_TOKEN_FOREIGN")]
    public async Task Recognize_BadToken_IsRefusedWithTheReasonAndANewSessionOpens(string kind, string reason)
    {
        using var client = Client();
        await client.OpenAsync(fusions.Old);
        await client.StreamAsync(1, 1);
        await client.ReadTokenAsync(1);
        var token = client.Token!.Token.ToByteArray();
        var open = new SessionOpen { ResumeKey = client.Key };
        var caller = "";
        switch (kind)
        {
            case "tampered":
                token[token.Length / 2] ^= 1;
                break;
            case "cut off":
                token = token[..^20];
                break;
            case "too short":
                token = token[..20];
                break;
            case "too large":
                token = new byte[(256 * 1024) + 1];
                break;
            case "another version":
                token[0]++;
                break;
            case "another key ring":
                token[2] = (byte)'3';
                break;
            case "another session":
                open.ResumeKey = ByteString.CopyFrom(Guid.NewGuid().ToByteArray());
                break;
            case "no session":
                open.ResumeKey = ByteString.Empty;
                break;
            case "another caller":
                caller = "somebody else";
                break;
        }

        open.ResumeToken = ByteString.CopyFrom(token);
        using var call = new RecognitionService.RecognitionServiceClient(fusions.Old).Recognize(new Metadata { { "x-emotion-identity", caller } });
        await call.RequestStream.WriteAsync(new RecognizeRequest { Open = open });
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.True(refused.StatusCode == StatusCode.FailedPrecondition && Reason(refused) == reason, $"{refused}");
        Assert.EndsWith("open a new session without a token.", refused.Status.Detail);
        using var anew = Client();
        Assert.Equal(0ul, (await anew.OpenAsync(fusions.Old)).ResumedSequence);
    }

    [Fact]
    public async Task Recognize_BadTokenThroughTheGateway_IsTheCallersFaultAndNotTheServices()
    {
        await using var gateway = await ServiceProcess.StartAliveAsync("Gateway", Ports.Free(), $"--Gateway:Fusion={fusions.Suite.Fusion.Address}");
        using var channel = GrpcChannel.ForAddress(gateway.Address);
        const int tries = 20;
        for (var i = 0; i < tries; i++)
        {
            using var session = new LiveSession(channel);
            await session.SendAsync(new RecognizeRequest { Open = new SessionOpen { ResumeKey = ByteString.CopyFrom(new byte[32]), ResumeToken = ByteString.CopyFrom(new byte[100]) } });
            var refused = await Assert.ThrowsAsync<RpcException>(session.ReadAsync);
            Assert.Equal("RESUME_TOKEN_VERSION", Reason(refused));
        }

        Assert.Equal(0, await gateway.TerminateAsync());
        Assert.Equal(tries, Regex.Count(gateway.Output, "ended /emotion.v1.RecognitionService/Recognize .* with FailedPrecondition after 1 messages"));
        Assert.DoesNotContain("[5000]", gateway.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(65)]
    public async Task Recognize_KeyOfAnotherLength_NamesTheField(int length)
    {
        using var session = new LiveSession(fusions.Old);
        await session.SendAsync(new RecognizeRequest { Open = new SessionOpen { ResumeKey = ByteString.CopyFrom(new byte[length]) } });

        var e = await Assert.ThrowsAsync<RpcException>(session.ReadAsync);

        Assert.Equal("open.resume_key", Fault.Field(e));
    }

    private static string? Reason(RpcException exception) => exception.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;

    private static ResumableClient Client() => new(new SessionOptions { Source = "door" }, Frame);

    /// <summary>A camera that was covered for some seconds: the person gets another track.</summary>
    private static Frame Frame(ulong sequence)
    {
        var frame = SampleFrames.Frame(sequence);
        if (sequence > 12)
            frame.CaptureTime = Timestamp.FromDateTime(frame.CaptureTime.ToDateTime().AddSeconds(5));
        return frame;
    }
}
