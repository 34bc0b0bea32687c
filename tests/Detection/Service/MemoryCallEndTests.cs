using EmotionGrpc.Hosting;
using EmotionGrpc.Hosting.Security;
using EmotionGrpc.Hosting.Upstreams;
using EmotionGrpc.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmotionGrpc.Detection.Tests.Service;

/// <summary>A call within the process whose service stops to read before it stops to answer, as one does that is about to end.</summary>
public sealed class MemoryCallEndTests
{
    private readonly string _address = $"memory:{Guid.NewGuid():N}";

    [Fact]
    public async Task Write_TheServiceReadsNoMore_SucceedsUntilTheCallEnds()
    {
        var script = new Script();
        var builder = ServiceHost.CreateBuilder<DetectionOptions>("Detection", [], "", new Dictionary<string, string?> { ["Detection:Listen"] = _address });
        builder.Services.AddSingleton(script);
        await using var service = builder.Build(app => app.MapService<Leaving, DetectionService.DetectionServiceBase>(DetectionService.BindService));
        await service.StartAsync();
        Assert.True(UpstreamAddress.TryParse(_address, out var address));
        await using var instances = new Instances([address], new UpstreamTls("Test", new UpstreamTlsOptions(), NullLogger<UpstreamTls>.Instance));
        using var call = new DetectionService.DetectionServiceClient(instances).StreamDetect();
        await call.RequestStream.WriteAsync(new StreamDetectRequest());
        await script.Reading.Task;

        await script.ReadNoMore.CancelAsync();

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(Leaving.Last, call.ResponseStream.Current.Sequence);
        for (var i = 0; i < 60; i++)
            await call.RequestStream.WriteAsync(new StreamDetectRequest());
        script.End.SetResult();
        var ended = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        var late = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new StreamDetectRequest()));
        Assert.Equal(StatusCode.Unavailable, late.StatusCode);
    }

    private sealed class Script
    {
        public TaskCompletionSource Reading { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenSource ReadNoMore { get; } = new();

        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Leaving(Script script) : DetectionService.DetectionServiceBase
    {
        public const ulong Last = 7;

        public override async Task StreamDetect(
            IAsyncStreamReader<StreamDetectRequest> requestStream, IServerStreamWriter<StreamDetectResponse> responseStream, ServerCallContext context)
        {
            Assert.True(await requestStream.MoveNext(script.ReadNoMore.Token));
            var next = requestStream.MoveNext(script.ReadNoMore.Token);
            script.Reading.SetResult();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
            await responseStream.WriteAsync(new StreamDetectResponse { Sequence = Last });
            await script.End.Task;
            throw new RpcException(new Status(StatusCode.Unavailable, "The service is stopping."));
        }
    }
}
