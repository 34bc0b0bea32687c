using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Gateway.Tests.Limits;

public sealed class LimitTests : IDisposable
{
    private readonly KeyFile _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Sessions_MoreThanTheKeyMayHave_AreRefusedUntilOneEnds()
    {
        var key = _keys.Add("site", limits: new LimitOverrides { Sessions = 2 });
        await using var gateway = await StartAsync();
        using var first = await OpenAsync(gateway, key);
        using var second = await OpenAsync(gateway, key);
        await Refused.OverLimitAsync(() => gateway.Client(key).PushFrameAsync(Frames.Pushed()).ResponseAsync, "site", "SESSIONS");
        Assert.Equal(2, gateway.Witness.Calls.Count);

        await first.RequestStream.CompleteAsync();
        await Frames.AnsweredAsync(first.ResponseStream);
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await gateway.Client(key).PushFrameAsync(Frames.Pushed());
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Sessions_MoreThanAllMayHave_AreRefused()
    {
        var (one, other) = (_keys.Add("one"), _keys.Add("other"));
        await using var gateway = await StartAsync("Limits:Total:Sessions=1");
        using var open = await OpenAsync(gateway, one);
        await Refused.OverLimitAsync(() => gateway.Client(other).PushFrameAsync(Frames.Pushed()).ResponseAsync, "the gateway", "SESSIONS");
    }

    [Fact]
    public async Task Frames_SingleCallsFasterThanAllowed_AreRefused()
    {
        var key = _keys.Add("site", limits: new LimitOverrides { FramesPerSecond = 1 });
        await using var gateway = await StartAsync();
        await Refused.OverLimitAsync(
            async () =>
            {
                while (true)
                    await gateway.Client(key).PushFrameAsync(Frames.Pushed());
            },
            "site",
            "FRAMES_PER_SECOND");
    }

    [Fact]
    public async Task Bytes_SingleCallsFasterThanAllowed_AreRefused()
    {
        var key = _keys.Add("site", limits: new LimitOverrides { BytesPerSecond = 10_000 });
        await using var gateway = await StartAsync();
        await Refused.OverLimitAsync(
            async () =>
            {
                while (true)
                    await gateway.Client(key).PushFrameAsync(Frames.Pushed(bytes: 9_000));
            },
            "site",
            "BYTES_PER_SECOND");
    }

    [Theory]
    [InlineData(5, 1_000_000, 10, "FRAMES_PER_SECOND")]
    [InlineData(1000, 20_000, 4_000, "BYTES_PER_SECOND")]
    public async Task Stream_FasterThanAllowed_IsHeldBackAndLosesNothing(int framesPerSecond, int bytesPerSecond, int bytes, string limit)
    {
        const int frames = 20;
        const int atOnce = 5; // A second's worth.
        var key = _keys.Add("site", limits: new LimitOverrides { FramesPerSecond = framesPerSecond, BytesPerSecond = bytesPerSecond });
        await using var gateway = await StartAsync();
        using var call = gateway.Client(key).Recognize(cancellationToken: Patience.Token);
        var writing = Frames.WriteAsync(call.RequestStream, frames, bytes);
        var answered = new List<ulong>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            if (answer.Dropped is not { } dropped)
                continue;
            answered.Add(dropped.Sequence);
            // Frames of the stream wait for their turn, so there is none for a single call.
            if (answered.Count == atOnce)
                await Refused.OverLimitAsync(() => gateway.Client(key).PushFrameAsync(Frames.Pushed(bytes)).ResponseAsync, "site", limit);
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, frames).Select(i => (ulong)i), answered);
    }

    [Fact]
    public async Task OneKey_AtItsLimit_DoesNotSlowAnother()
    {
        var slow = _keys.Add("slow", limits: new LimitOverrides { FramesPerSecond = 1 });
        var fast = _keys.Add("fast");
        await using var gateway = await StartAsync();
        using var held = gateway.Client(slow).Recognize(cancellationToken: Patience.Token);
        for (var i = 1; i <= 60; i++)
            await held.RequestStream.WriteAsync(Frames.Numbered(i));
        await held.RequestStream.CompleteAsync();
        var holding = Frames.AnsweredAsync(held.ResponseStream);
        Assert.Equal(100, (await Frames.StreamAsync(gateway.Client(fast), count: 100)).Count);
        Assert.False(holding.IsCompleted);
    }

    [Fact]
    public async Task Picture_TooLargeInASingleCall_ReachesNoService()
    {
        var key = _keys.Add("site", limits: new LimitOverrides { PictureBytes = 10_000 });
        await using var gateway = await StartAsync();
        await gateway.Client(key).PushFrameAsync(Frames.Pushed(bytes: 9_000));
        var fault = await Refused.AsAsync(gateway.Client(key).PushFrameAsync(Frames.Pushed(bytes: 11_000)), StatusCode.ResourceExhausted, "LIMIT_PICTURE_BYTES");
        Assert.EndsWith("bytes, and site may send 10000 in one.", fault.Status.Detail);
        Assert.Single(gateway.Witness.Calls);
    }

    [Fact]
    public async Task Picture_TooLargeInASession_EndsItAfterWhatIsInHand()
    {
        var key = _keys.Add("site", limits: new LimitOverrides { PictureBytes = 10_000 });
        await using var gateway = await StartAsync();
        await OversizedPicture.EndsTheSessionInOrderAsync(gateway.Client(key), bytes: 50_000_000);
    }

    private Task<RunningGateway> StartAsync(params string[] settings) => RunningGateway.StartAsync([$"ApiKeys={_keys.Path}", .. settings]);

    private static async Task<AsyncDuplexStreamingCall<RecognizeRequest, RecognizeResponse>> OpenAsync(RunningGateway gateway, string key)
    {
        var call = gateway.Client(key).Recognize(cancellationToken: Patience.Token);
        Assert.True(await call.ResponseStream.MoveNext());
        return call;
    }
}
