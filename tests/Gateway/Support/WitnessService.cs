using System.Collections.Concurrent;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>A recognition service that keeps what reaches it: what a gateway lets through, and what it does not.</summary>
public sealed class WitnessService : RecognitionService.RecognitionServiceBase
{
    /// <summary>Headers of the calls that arrived.</summary>
    public ConcurrentQueue<Metadata> Calls { get; } = [];

    /// <summary>Every frame is dropped, told by its sequence; a session that ends in order is told its end.</summary>
    public override async Task Recognize(
        IAsyncStreamReader<RecognizeRequest> requestStream, IServerStreamWriter<RecognizeResponse> responseStream, ServerCallContext context)
    {
        Calls.Enqueue(context.RequestHeaders);
        await responseStream.WriteAsync(new RecognizeResponse { Opened = new SessionOpened { SessionId = "witness" } });
        await foreach (var request in requestStream.ReadAllAsync())
        {
            if (request.Frame is { } frame)
                await responseStream.WriteAsync(new RecognizeResponse { Dropped = new FrameDropped { Sequence = frame.Sequence, Reason = DropReason.Expired } });
        }

        await responseStream.WriteAsync(new RecognizeResponse { Closed = new SessionClosed() });
    }

    /// <summary>What single frames wait for before they are answered; done: nothing.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    public override async Task<PushFrameResponse> PushFrame(PushFrameRequest request, ServerCallContext context)
    {
        Calls.Enqueue(context.RequestHeaders);
        await Answering;
        return new PushFrameResponse { Credits = 1 };
    }

    public override async Task WatchResults(
        WatchResultsRequest request, IServerStreamWriter<WatchResultsResponse> responseStream, ServerCallContext context)
    {
        Calls.Enqueue(context.RequestHeaders);
        await responseStream.WriteAsync(new WatchResultsResponse { Opened = new SessionOpened { SessionId = request.SessionId } });
        await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
    }

    public override Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        Calls.Enqueue(context.RequestHeaders);
        return Task.FromResult(new ListSessionsResponse());
    }
}
