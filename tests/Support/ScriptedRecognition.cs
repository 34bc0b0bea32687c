using System.Collections.Concurrent;
using System.Threading.Channels;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.TestSupport;

/// <summary>
/// Speaks the protocol of RecognitionService and answers as a test says. It exists for what the real service cannot be made to do:
/// hold answers back, break in the middle, ask the session to move at a chosen frame.
/// </summary>
public sealed class ScriptedRecognition : RecognitionService.RecognitionServiceBase
{
    private readonly ConcurrentDictionary<HttpContextKey, Action> _calls = new();
    private int _heartbeats;
    private volatile bool _dead;

    public uint Credits { get; init; } = 4;

    /// <summary>The messages that answer a frame; none: the frame stays unanswered.</summary>
    public Func<Frame, IEnumerable<RecognizeResponse>> Answer { get; set; } = frame => [ScriptedResults.Result(frame)];

    /// <summary>Status that refuses the session; null: it opens.</summary>
    public Status? Refusal { get; set; }

    /// <summary>The sequence up to which a resume token's context is taken over; may throw to refuse it.</summary>
    public Func<SessionOpen, ulong> Resume { get; set; } = _ => 0;

    /// <summary>Sequences in the order of their coming, over all sessions.</summary>
    public Channel<ulong> Received { get; } = Channel.CreateUnbounded<ulong>();

    /// <summary>What sessions were opened with.</summary>
    public ConcurrentQueue<SessionOpen> Opens { get; } = new();

    /// <summary>Metadata of the calls of ListSessions.</summary>
    public ConcurrentQueue<Metadata> Headers { get; } = new();

    /// <summary>Heartbeats that came.</summary>
    public int Heartbeats => _heartbeats;

    /// <summary>Whether heartbeats are answered.</summary>
    public bool AnswersHeartbeats { get; set; } = true;

    /// <summary>Aborts every call that comes: a server that is being killed still accepts connections until its port is closed.</summary>
    public bool Dead { get => _dead; set => _dead = value; }

    /// <summary>Aborts every call.</summary>
    public Task BreakAsync()
    {
        foreach (var abort in _calls.Values)
        {
            try
            {
                abort();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself at this moment.
            }
        }

        return Task.CompletedTask;
    }

    public override async Task Recognize(
        IAsyncStreamReader<RecognizeRequest> requestStream, IServerStreamWriter<RecognizeResponse> responseStream, ServerCallContext context)
    {
        if (Refusal is { } refusal)
            throw new RpcException(refusal);
        var key = new HttpContextKey();
        _calls[key] = context.GetHttpContext().Abort;
        try
        {
            if (Dead)
            {
                context.GetHttpContext().Abort();
                return;
            }

            await requestStream.MoveNext(context.CancellationToken);
            var open = requestStream.Current.Open;
            Opens.Enqueue(open);
            var opened = new SessionOpened
            {
                SessionId = $"session-{Opens.Count}",
                Labels = { ScriptedResults.Labels },
                LabelType = LabelType.Single,
                Credits = Credits,
                Options = open.Options,
                ResumedSequence = open.ResumeToken.IsEmpty ? 0 : Resume(open),
            };
            await responseStream.WriteAsync(new RecognizeResponse { Opened = opened });
            var counts = new SessionCounts();
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                var request = requestStream.Current;
                if (request.MessageCase == RecognizeRequest.MessageOneofCase.Close)
                    break;
                if (request.MessageCase == RecognizeRequest.MessageOneofCase.Heartbeat)
                {
                    Interlocked.Increment(ref _heartbeats);
                    if (AnswersHeartbeats)
                        await responseStream.WriteAsync(new RecognizeResponse { Heartbeat = request.Heartbeat });
                    continue;
                }

                counts.Received++;
                await Received.Writer.WriteAsync(request.Frame.Sequence);
                foreach (var answer in Answer(request.Frame))
                {
                    counts.Results += answer.Result == null ? 0u : 1u;
                    counts.Dropped += answer.Dropped == null ? 0u : 1u;
                    counts.Errors += answer.Error == null ? 0u : 1u;
                    await responseStream.WriteAsync(answer);
                }
            }

            await responseStream.WriteAsync(new RecognizeResponse { Closed = new SessionClosed { Counts = counts } });
        }
        finally
        {
            _calls.TryRemove(key, out _);
        }
    }

    public override Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        Headers.Enqueue(context.RequestHeaders);
        var response = new ListSessionsResponse();
        response.Sessions.AddRange(Opens.Select(o => new SessionInfo { Source = o.Options.Source }));
        return Task.FromResult(response);
    }

    public override async Task<RecognizeClipResponse> RecognizeClip(IAsyncStreamReader<RecognizeClipRequest> requestStream, ServerCallContext context)
    {
        if (Refusal is { } refusal)
            throw new RpcException(refusal);
        var counts = new SessionCounts();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            if (requestStream.Current.Frame != null)
                counts.Received++;
        }

        counts.Results = counts.Received;
        return new RecognizeClipResponse { Counts = counts };
    }

    private sealed class HttpContextKey;
}
