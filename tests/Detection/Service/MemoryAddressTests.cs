using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Upstreams;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmotionGrpc.Detection.Tests.Service;

/// <summary>Services of one process that speak to each other through its memory.</summary>
public sealed class MemoryAddressTests
{
    private readonly string _address = $"memory:{Guid.NewGuid():N}";

    [Fact]
    public async Task Detect_PictureLargerThanTheConnectionHolds_IsAnswered()
    {
        await using var service = Build();
        await service.StartAsync();
        using var channel = Open();

        var answer = await new DetectionService.DetectionServiceClient(channel).DetectAsync(new DetectRequest { Image = Images.Gray(1920, 1080, 127) });

        Assert.Equal((1920u, 1080u), (answer.Detection.Width, answer.Detection.Height));
    }

    [Fact]
    public async Task Detect_NobodyListensYet_IsUnavailableAndLaterAnswered()
    {
        using var channel = Open();
        var client = new DetectionService.DetectionServiceClient(channel);
        var request = new DetectRequest { Image = SampleFrames.Image(1) };
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.DetectAsync(request));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);

        await using var service = Build();
        await service.StartAsync();

        var answer = await client.DetectAsync(request, new CallOptions().WithWaitForReady());
        Assert.NotEmpty(answer.Detection.Persons);
    }

    [Fact]
    public async Task StreamDetect_ServiceStops_TheCallEndsAndTheNextServiceIsReached()
    {
        using var channel = Open();
        var client = new DetectionService.DetectionServiceClient(channel);
        for (var i = 0; i < 2; i++)
        {
            await using var service = Build();
            await service.StartAsync();
            using var call = client.StreamDetect(new CallOptions().WithWaitForReady());
            Assert.NotNull((await call.AskAsync(new StreamDetectRequest { Frame = SampleFrames.Frame(1) })).Detection);

            await service.StopAsync();

            var ended = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(CancellationToken.None));
            // As over a socket: the service says UNAVAILABLE, and who reads after the connection has gone learns of that only.
            Assert.Contains(ended.StatusCode, new[] { StatusCode.Unavailable, StatusCode.Internal });
        }
    }

    [Fact]
    public async Task StreamDetect_ClientGoesAway_TheServiceLetsGoOfTheCall()
    {
        await using var service = Build();
        await service.StartAsync();
        using (var channel = Open())
        {
            using var call = new DetectionService.DetectionServiceClient(channel).StreamDetect();
            Assert.NotNull((await call.AskAsync(new StreamDetectRequest { Frame = SampleFrames.Frame(1) })).Detection);
            channel.Dispose();
        }

        // A call that is still open would hold the stop up for its whole time.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await service.StopAsync(patience.Token);
        Assert.False(patience.IsCancellationRequested);
    }

    [Fact]
    public async Task Start_NameIsTaken_IsRefused()
    {
        await using var first = Build();
        await first.StartAsync();
        await using var second = Build();

        var refused = await Assert.ThrowsAsync<IOException>(() => second.StartAsync());

        Assert.Contains(_address, refused.Message);
    }

    private WebApplication Build() => DetectionHost.Build([], new Dictionary<string, string?> { ["Detection:Listen"] = _address, ["Detection:DrainSeconds"] = "600" });

    private GrpcChannel Open()
    {
        Assert.True(UpstreamAddress.TryParse(_address, out var address));
        return UpstreamChannel.Open(address, new UpstreamTls("Test", new UpstreamTlsOptions(), NullLogger<UpstreamTls>.Instance));
    }
}
