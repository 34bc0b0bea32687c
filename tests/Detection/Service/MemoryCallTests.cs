using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Upstreams;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmotionGrpc.Detection.Tests.Service;

/// <summary>Sessions between services of one process, whose messages are handed over without bytes between.</summary>
public sealed class MemoryCallTests
{
    private readonly string _address = $"memory:{Guid.NewGuid():N}";

    [Fact]
    public async Task StreamDetect_SameFramesAsOverTcp_SameAnswers()
    {
        await using var instances = Open();
        var client = new DetectionService.DetectionServiceClient(instances);
        await using var service = Build();
        await service.StartAsync();
        await using var other = DetectionHost.Build([], new Dictionary<string, string?> { ["Detection:Listen"] = "http://127.0.0.1:0" });
        await other.StartAsync();
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(other.Urls.First());
        using var here = client.StreamDetect();
        using var there = new DetectionService.DetectionServiceClient(channel).StreamDetect();

        for (var i = 1ul; i <= 5; i++)
        {
            var request = new StreamDetectRequest { Frame = SampleFrames.Frame(i), Crops = { new CropSpec { Kind = CropKind.Face, Width = 64, Height = 64, Format = ImageFormat.Rgb24 } } };
            var (mine, theirs) = (await here.AskAsync(request), await there.AskAsync(request));
            mine.Detection.Times.Clear();
            theirs.Detection.Times.Clear();
            Assert.Equal(theirs, mine);
            Assert.NotEmpty(mine.Detection.Persons);
        }

        await here.RequestStream.CompleteAsync();
        Assert.False(await here.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.OK, here.GetStatus().StatusCode);
    }

    [Fact]
    public async Task StreamDetect_MoreThanTheCallHolds_AllIsAnsweredInOrder()
    {
        await using var instances = Open();
        var client = new DetectionService.DetectionServiceClient(instances);
        await using var service = Build();
        await service.StartAsync();
        using var call = client.StreamDetect();
        const int Count = 60;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
                await call.RequestStream.WriteAsync(new StreamDetectRequest { Frame = new Frame { Sequence = (ulong)i + 1, Image = new Image { Format = ImageFormat.Jpeg } } });
            await call.RequestStream.CompleteAsync();
        });

        var sequences = new List<ulong>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            sequences.Add(call.ResponseStream.Current.Sequence);
            Assert.Equal(FrameErrorReason.InvalidImage, call.ResponseStream.Current.Error.Reason);
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, Count).Select(i => (ulong)i), sequences);
    }

    [Fact]
    public async Task StreamDetect_TheServiceDoesNotRead_TheWriterWaits()
    {
        await using var instances = Open();
        var client = new DetectionService.DetectionServiceClient(instances);
        var read = new TaskCompletionSource();
        var builder = ServiceHost.CreateBuilder<DetectionOptions>("Detection", [], "", new Dictionary<string, string?> { ["Detection:Listen"] = _address });
        builder.Services.AddSingleton(read);
        await using var service = builder.Build(app => app.MapService<Slow, DetectionService.DetectionServiceBase>(DetectionService.BindService));
        await service.StartAsync();
        using var call = client.StreamDetect();
        var writes = Enumerable.Range(0, 60).Select(_ => call.RequestStream.WriteAsync(new StreamDetectRequest())).ToArray();
        Assert.InRange(writes.Count(w => w.IsCompleted), 1, 30);

        read.SetResult();

        await Task.WhenAll(writes);
    }

    [Fact]
    public async Task StreamDetect_ServiceStops_TheCallIsUnavailableAndTheNextServiceIsReached()
    {
        await using var instances = Open();
        var client = new DetectionService.DetectionServiceClient(instances);
        for (var i = 0; i < 2; i++)
        {
            await using var service = Build();
            await service.StartAsync();
            using var call = client.StreamDetect();
            Assert.NotNull((await call.AskAsync(new StreamDetectRequest { Frame = SampleFrames.Frame(1) })).Detection);

            await service.StopAsync();

            var ended = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
            Assert.Equal(StatusCode.Unavailable, call.GetStatus().StatusCode);
            var late = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new StreamDetectRequest()));
            Assert.Equal(StatusCode.Unavailable, late.StatusCode);
        }

        using var nobody = client.StreamDetect();
        var refused = await Assert.ThrowsAsync<RpcException>(() => nobody.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StreamDetect_CallerGivesUp_TheCallIsCancelledOnBothSides(bool byToken)
    {
        await using var instances = Open();
        var client = new DetectionService.DetectionServiceClient(instances);
        await using var service = Build();
        await service.StartAsync();
        using var giveUp = new CancellationTokenSource();
        using var call = client.StreamDetect(cancellationToken: giveUp.Token);
        Assert.NotNull((await call.AskAsync(new StreamDetectRequest { Frame = SampleFrames.Frame(1) })).Detection);
        var reading = call.ResponseStream.MoveNext(CancellationToken.None);

        if (byToken)
            await giveUp.CancelAsync();
        else
            call.Dispose();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => reading)).StatusCode);
        // A call that is still open would hold the stop up for its whole time.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await service.StopAsync(patience.Token);
        Assert.False(patience.IsCancellationRequested);
    }

    [Fact]
    public async Task StreamDetect_ServiceFails_IsInternalWithoutItsInside()
    {
        await using var instances = Open();
        var client = new DetectionService.DetectionServiceClient(instances);
        var builder = ServiceHost.CreateBuilder<DetectionOptions>("Detection", [], "", new Dictionary<string, string?> { ["Detection:Listen"] = _address });
        await using var service = builder.Build(app => app.MapService<Faulty, DetectionService.DetectionServiceBase>(DetectionService.BindService));
        await service.StartAsync();
        using var call = client.StreamDetect();

        var failed = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.Internal, failed.StatusCode);
        Assert.DoesNotContain(Faulty.Inside, failed.Status.Detail);
    }

    private Instances Open()
    {
        Assert.True(UpstreamAddress.TryParse(_address, out var address));
        return new Instances([address], new UpstreamTls("Test", new UpstreamTlsOptions(), NullLogger<UpstreamTls>.Instance));
    }

    private WebApplication Build() => DetectionHost.Build([], new Dictionary<string, string?> { ["Detection:Listen"] = _address, ["Detection:DrainSeconds"] = "600" });

    /// <summary>Reads nothing until it is told to: the real one reads as fast as it can.</summary>
    private sealed class Slow(TaskCompletionSource read) : DetectionService.DetectionServiceBase
    {
        public override async Task StreamDetect(
            IAsyncStreamReader<StreamDetectRequest> requestStream, IServerStreamWriter<StreamDetectResponse> responseStream, ServerCallContext context)
        {
            await read.Task;
            while (await requestStream.MoveNext(context.CancellationToken))
            {
            }
        }
    }

    /// <summary>Fails as the real service must never do.</summary>
    private sealed class Faulty : DetectionService.DetectionServiceBase
    {
        public const string Inside = "what nobody shall read";

        public override Task StreamDetect(
            IAsyncStreamReader<StreamDetectRequest> requestStream, IServerStreamWriter<StreamDetectResponse> responseStream, ServerCallContext context) =>
            throw new InvalidOperationException(Inside);
    }
}
