using EmotionGrpc.Gateway.Limits;
using EmotionGrpc.Gateway.Tests.Support;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;

namespace EmotionGrpc.Gateway.Tests.Forwarding;

/// <summary>A service in the gateway's process answers on the caller's own connection: nothing that the gateway promises may be lost by that.</summary>
public sealed class LocalServicesTests : IAsyncLifetime, IDisposable
{
    private readonly KeyFile _keys = new();
    private RunningGateway _gateway = null!;
    private string _key = null!;
    private string _scorer = null!;

    public async Task InitializeAsync()
    {
        _key = _keys.Add("site", limits: new LimitOverrides { PictureBytes = 10_000_000 });
        _scorer = _keys.Add("scorer", scopes: "score");
        _gateway = await RunningGateway.StartWithinAsync($"ApiKeys={_keys.Path}");
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Call_Key_ArrivesUnderItsNameWithoutTheKey()
    {
        await _gateway.Client(_key, ("x-emotion-identity", "somebody-else"), ("x-camera", "door"), ("x-more", "kept")).PushFrameAsync(Frames.Pushed());

        var headers = Assert.Single(_gateway.Witness.Calls);
        Assert.Equal("site/door", Assert.Single(headers, h => h.Key == "x-emotion-identity").Value);
        Assert.Equal("kept", headers.GetValue("x-more"));
        Assert.Null(headers.GetValue("x-camera"));
        Assert.DoesNotContain(headers, h => h.Value.Contains(_key));
    }

    [Fact]
    public async Task Session_PicturesOfManyPieces_AllAreAnsweredInOrder() =>
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (ulong)i), await Frames.StreamAsync(_gateway.Client(_key), count: 40, bytes: 1_000_000));

    [Fact]
    public Task Session_PictureTooLarge_EndsAfterWhatIsInHandAndTellsWhy() =>
        OversizedPicture.EndsTheSessionInOrderAsync(_gateway.Client(_key), bytes: 20_000_000);

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task GrpcWeb_OverHttp1_IsAnswered(GrpcWebMode mode)
    {
        using var channel = GrpcChannel.ForAddress(_gateway.Address, new GrpcChannelOptions
        {
            HttpVersion = System.Net.HttpVersion.Version11,
            HttpHandler = new GrpcWebHandler(mode, new HttpClientHandler()),
        });
        var client = new RecognitionService.RecognitionServiceClient(channel);
        var headers = new Metadata { { "x-api-key", _key } };

        Assert.Equal(1u, (await client.PushFrameAsync(Frames.Pushed(bytes: 1_000_000), headers)).Credits);

        using var watch = client.WatchResults(new WatchResultsRequest { SessionId = "here" }, headers, cancellationToken: Patience.Token);
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal("here", watch.ResponseStream.Current.Opened.SessionId);
    }

    [Fact]
    public async Task Session_EndsInOrder_AuditTellsItsStatus()
    {
        await Frames.StreamAsync(_gateway.Client(_key), count: 3);

        await AuditedAsync("site ended /emotion.v1.RecognitionService/Recognize", "with Ok after 3 messages");
    }

    [Fact]
    public async Task Method_NotServed_IsUnimplemented()
    {
        // The witness serves no fusion.
        var client = new FusionService.FusionServiceClient(_gateway.Invoker(_scorer));

        var fault = await Assert.ThrowsAsync<RpcException>(async () => await client.FuseAsync(new FuseRequest()));

        Assert.Equal(StatusCode.Unimplemented, fault.StatusCode);
    }

    [Fact]
    public async Task Call_CallerGoesAway_ServiceLetsGoAndAuditTellsIt()
    {
        using var gone = new CancellationTokenSource();
        using var call = _gateway.Client(_key).Recognize(cancellationToken: gone.Token);
        await call.RequestStream.WriteAsync(Frames.Numbered(1));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        await gone.CancelAsync();

        await AuditedAsync("site ended /emotion.v1.RecognitionService/Recognize", "with Cancelled");
        // A call that is still open would hold the stop up for its whole time.
        await _gateway.Behind.StopAsync(Patience.Token);
    }

    [Fact]
    public async Task Service_Stops_WhatIsInHandIsAnsweredAndNewCallsAreUnavailable()
    {
        var answering = new TaskCompletionSource();
        _gateway.Witness.Answering = answering.Task;
        var inHand = _gateway.Client(_key).PushFrameAsync(Frames.Pushed());
        await Eventually.TrueAsync(() => !_gateway.Witness.Calls.IsEmpty);

        var stopping = _gateway.Behind.StopAsync();
        await Eventually.TrueAsync(async () =>
        {
            var late = await Assert.ThrowsAsync<RpcException>(async () => await _gateway.Client(_key).PushFrameAsync(Frames.Pushed(), deadline: DateTime.UtcNow.AddSeconds(1)));
            return late.StatusCode == StatusCode.Unavailable;
        });
        Assert.False(stopping.IsCompleted);
        answering.SetResult();

        Assert.Equal(1u, (await inHand).Credits);
        await stopping;
    }

    private Task AuditedAsync(string begin, string part) => Eventually.TrueAsync(() => _gateway.Log.All.Any(l =>
        l.StartsWith($"EmotionGrpc.Audit: {begin}", StringComparison.Ordinal) && l.Contains(part)));
}
