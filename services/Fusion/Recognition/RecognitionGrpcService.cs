using EmotionGrpc.Fusion.Requests;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.Fusion.Sessions.Admission;
using EmotionGrpc.Hosting.Sessions;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>Serves emotion.v1.RecognitionService.</summary>
[BindServiceMethod(typeof(PooledFrames), nameof(PooledFrames.BindService))]
internal sealed class RecognitionGrpcService(
    SessionStarter starter,
    SessionFactory factory,
    SessionRegistry registry,
    PushSessions pushes,
    OpenSessions open,
    SessionStay stay,
    FrameGate gate,
    TimeProvider time,
    IHostApplicationLifetime lifetime) : RecognitionService.RecognitionServiceBase
{
    public override Task Recognize(
        IAsyncStreamReader<RecognizeRequest> requestStream, IServerStreamWriter<RecognizeResponse> responseStream, ServerCallContext context) =>
        open.RunAsync(stopping => new LiveCall(starter, registry, stay, time, stopping)
            .RunAsync(requestStream, responseStream, CallerIdentity.Of(context), context.CancellationToken));

    public override async Task<RecognizeClipResponse> RecognizeClip(IAsyncStreamReader<RecognizeClipRequest> requestStream, ServerCallContext context)
    {
        RecognizeClipResponse? response = null;
        // Counted, so that a stop waits for it; a clip in hand is not cut short.
        await open.RunAsync(async _ => response = await new ClipCall(starter, factory, gate, time).RunAsync(requestStream, context.CancellationToken));
        return response!;
    }

    public override Task<PushFrameResponse> PushFrame(PushFrameRequest request, ServerCallContext context) => pushes.PushAsync(request);

    public override async Task WatchResults(
        WatchResultsRequest request, IServerStreamWriter<WatchResultsResponse> responseStream, ServerCallContext context)
    {
        var session = registry.Find(request.SessionId);
        using var watcher = session.Watchers.Add();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await responseStream.WriteAsync(new WatchResultsResponse { Opened = session.Opened() });
        await foreach (var message in watcher.ReadAllAsync(ended.Token))
            await responseStream.WriteAsync(message);
    }

    public override Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListSessionsResponse { Sessions = { registry.All.Select(s => s.Info()) } });
}
