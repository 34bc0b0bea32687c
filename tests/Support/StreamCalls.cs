using Grpc.Core;

namespace EmotionGrpc.TestSupport;

/// <summary>Duplex calls in short.</summary>
public static class StreamCalls
{
    /// <summary>Sends one request and reads its answer.</summary>
    public static async Task<TResponse> AskAsync<TRequest, TResponse>(this AsyncDuplexStreamingCall<TRequest, TResponse> call, TRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None), "The session ended.");
        return call.ResponseStream.Current;
    }

    /// <summary>Sends all while reading; every answer in the order of arrival.</summary>
    public static async Task<List<TResponse>> SendAllAsync<TRequest, TResponse>(this AsyncDuplexStreamingCall<TRequest, TResponse> call, IEnumerable<TRequest> requests)
    {
        var writing = Task.Run(async () =>
        {
            foreach (var request in requests)
                await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
        });
        var answers = await call.ResponseStream.ReadAllAsync().ToListAsync();
        await writing;
        return answers;
    }
}
