using System.Threading.Channels;
using EmotionGrpc.Hosting.Errors;
using EmotionGrpc.Hosting.Sessions;
using Grpc.Core;

namespace EmotionGrpc.Streams.Sessions;

/// <summary>
/// Runs a duplex stream with one response per request, in order: a reader hands requests in, a bounded channel keeps those in hand, a writer answers.
/// Reading and writing in one loop would deadlock once both flow-control windows are full (grpc/grpc-dotnet issue 2576).
/// </summary>
public static class OrderedSession
{
    /// <summary>Runs until the client completes its side, the call is cancelled, or the service stops.</summary>
    /// <param name="requests">What comes in.</param>
    /// <param name="responses">What goes out; written by one writer.</param>
    /// <param name="requestsInHand">How many requests may be handed in before the oldest is answered.</param>
    /// <param name="beginAsync">Hands a request in; called for one request after the other, while earlier ones are still worked on; what it gives is awaited once.</param>
    /// <param name="stopping">The service stops: what is in hand is answered, then the session ends.</param>
    /// <param name="cancellationToken">The call's own token.</param>
    /// <exception cref="RpcException">UNAVAILABLE when the service stops.</exception>
    public static async Task RunAsync<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        int requestsInHand,
        Func<TRequest, CancellationToken, ValueTask<TResponse>> beginAsync,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        var inHand = Channel.CreateBounded<ValueTask<TResponse>>(new BoundedChannelOptions(requestsInHand) { SingleReader = true, SingleWriter = true });
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stopReading = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token, stopping);
        using var end = ChannelEnd.With(inHand.Writer, giveUp.Token);
        var stopped = false;
        var reading = ReadAsync();
        try
        {
            await foreach (var response in inHand.Reader.ReadAllAsync(CancellationToken.None))
            {
                giveUp.Token.ThrowIfCancellationRequested();
                await responses.WriteAsync(await response, giveUp.Token);
            }
        }
        finally
        {
            // On the way out by a fault the reader must not go on for nobody.
            await giveUp.CancelAsync();
            await reading;
            while (inHand.Reader.TryRead(out var unanswered))
                _ = unanswered.AsTask().ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        if (stopped)
            throw GrpcError.Unavailable("The service is stopping.", TimeSpan.FromSeconds(1));

        async Task ReadAsync()
        {
            Exception? fault = null;
            try
            {
                while (await requests.NextAsync(stopReading.Token))
                    await inHand.Writer.WriteAsync(beginAsync(requests.Current, giveUp.Token), CancellationToken.None);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // What is in hand is answered before the session ends.
                stopped = true;
            }
            catch (Exception e)
            {
                fault = e;
            }

            inHand.Writer.TryComplete(fault);
        }
    }
}
