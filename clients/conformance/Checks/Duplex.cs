using Grpc.Core;

namespace EmotionGrpc.Conformance.Checks;

/// <summary>A session of any of the services, driven as a check wants it.</summary>
internal sealed class Duplex<TRequest, TResponse>(AsyncDuplexStreamingCall<TRequest, TResponse> call) : IDisposable
    where TResponse : class
{
    /// <summary>Sends one request.</summary>
    public Task SendAsync(TRequest request) => call.RequestStream.WriteAsync(request);

    /// <summary>Tells that no more requests come.</summary>
    public Task CompleteAsync() => call.RequestStream.CompleteAsync();

    /// <summary>Reads one response.</summary>
    /// <returns>Null when the session has ended without fault.</returns>
    public async Task<TResponse?> ReadAsync(CancellationToken cancellationToken) =>
        await call.ResponseStream.MoveNext(cancellationToken) ? call.ResponseStream.Current : null;

    /// <summary>Sends one request and reads its response.</summary>
    public async Task<TResponse> AskAsync(TRequest request, CancellationToken cancellationToken)
    {
        await SendAsync(request);
        return await ReadAsync(cancellationToken) ?? throw new ViolationException("The session ended where a response was due.");
    }

    /// <summary>Sends all requests without waiting for answers, completes, and reads until the session ends: there must be one response for each.</summary>
    public async Task<IReadOnlyList<TResponse>> RunAsync(IReadOnlyList<TRequest> requests, CancellationToken cancellationToken)
    {
        var sending = SendAllAsync(requests);
        var responses = new List<TResponse>();
        while (await ReadAsync(cancellationToken) is { } response)
            responses.Add(response);
        await sending;
        Expect.That(responses.Count == requests.Count, $"{requests.Count} requests brought {responses.Count} responses.");
        return responses;
    }

    /// <summary>Ends the call at once.</summary>
    public void Dispose() => call.Dispose();

    private async Task SendAllAsync(IReadOnlyList<TRequest> requests)
    {
        try
        {
            foreach (var request in requests)
                await SendAsync(request);
            await CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The target has ended the call; the reader is told why.
        }
    }
}
