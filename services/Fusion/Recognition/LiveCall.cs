using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Fusion.Recognition;

/// <summary>One call of Recognize, from open to closed.</summary>
internal sealed class LiveCall(SessionStarter starter, SessionRegistry registry, SessionStay stay, TimeProvider time, CancellationToken stopping)
{
    // From go-away to the client's close: frames that were on their way are answered here. Longer than any round trip, much shorter than a drain.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    public async Task RunAsync(
        IAsyncStreamReader<RecognizeRequest> requests, IServerStreamWriter<RecognizeResponse> responses, string identity, CancellationToken cancelled)
    {
        if (stopping.IsCancellationRequested)
            throw GrpcError.Unavailable("The server is stopping.", TimeSpan.FromSeconds(1));
        var open = await ReadOpenAsync(requests, cancelled);
        if (open is null)
            return;
        var sink = new OutgoingSink(responses);
        var session = await starter.StartAsync(open, identity, sink);
        registry.Add(session);
        using var reads = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var reading = Task.CompletedTask;
        try
        {
            await sink.SendAsync(new RecognizeResponse { Opened = session.Opened() });
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            var working = session.RunAsync(ended.Token);
            reading = ReadAsync(requests, session, sink, reads.Token);
            await StayAsync(session, sink, Task.WhenAny(reading, working));
            session.Complete();
            if (reading.IsFaulted)
                await ended.CancelAsync();
            await FinishAsync(working, reading);
            await sink.SendAsync(new RecognizeResponse { Closed = new SessionClosed { Counts = session.Counts } });
        }
        finally
        {
            registry.Remove(session);
            // Kestrel gives the stream of a call that is over to another one: a read that is left behind would take that one's first message.
            await reads.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sink.CompleteAsync();
        }
    }

    /// <summary>Until the client has sent all. When the session shall move, the client is told, and has some seconds to say that it has.</summary>
    private async Task StayAsync(RecognitionSession session, OutgoingSink sink, Task sent)
    {
        using var longEnough = stay.Begin();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stopping, longEnough.Token);
        await sent.WaitAsync(leave.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (sent.IsCompleted)
            return;
        session.WillMove();
        await sink.SendAsync(new RecognizeResponse { GoAway = stopping.IsCancellationRequested ? SessionStay.Stopping : SessionStay.LongEnough });
        await sent.WaitAsync(s_farewell, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The reader's error, when it has one, says more than that the work was given up for it.</summary>
    private static async Task FinishAsync(Task working, Task reading)
    {
        try
        {
            await working;
        }
        catch (OperationCanceledException) when (reading.IsFaulted)
        {
            // Told below.
        }

        if (reading.IsFaulted)
            await reading;
    }

    private static async Task<SessionOpen?> ReadOpenAsync(IAsyncStreamReader<RecognizeRequest> requests, CancellationToken cancelled)
    {
        if (!await requests.MoveNext(cancelled))
            return null;
        var first = requests.Current;
        if (first.MessageCase != RecognizeRequest.MessageOneofCase.Open)
        {
            throw GrpcError.FailedPrecondition(
                "SESSION_NOT_OPEN",
                $"The session's first message is '{Name(first)}'; it must be 'open'.");
        }

        return first.Open;
    }

    private static async Task ReadAsync(
        IAsyncStreamReader<RecognizeRequest> requests, RecognitionSession session, OutgoingSink sink, CancellationToken cancelled)
    {
        while (await requests.MoveNext(cancelled))
        {
            var request = requests.Current;
            switch (request.MessageCase)
            {
                case RecognizeRequest.MessageOneofCase.Frame:
                    await session.PostAsync(request.Frame);
                    break;
                case RecognizeRequest.MessageOneofCase.Heartbeat:
                    await sink.SendAsync(new RecognizeResponse { Heartbeat = request.Heartbeat });
                    break;
                case RecognizeRequest.MessageOneofCase.Close:
                    return;
                default:
                    throw GrpcError.FailedPrecondition(
                        "UNEXPECTED_MESSAGE",
                        $"The message '{Name(request)}' is not allowed in an open session; allowed are frame, heartbeat and close.");
            }
        }
    }

    private static string Name(RecognizeRequest request) => request.MessageCase switch
    {
        RecognizeRequest.MessageOneofCase.None => "(empty)",
        var name => name.ToString().ToLowerInvariant(),
    };
}
