using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>Sessions in short.</summary>
internal static class StreamCalls
{
    public static async Task<StreamDetectResponse> AskAsync(this AsyncDuplexStreamingCall<StreamDetectRequest, StreamDetectResponse> call, StreamDetectRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None), "The session ended.");
        return call.ResponseStream.Current;
    }

    /// <summary>Sends all while reading; every answer in the order of arrival.</summary>
    public static async Task<List<StreamDetectResponse>> SendAllAsync(
        this AsyncDuplexStreamingCall<StreamDetectRequest, StreamDetectResponse> call, IReadOnlyList<StreamDetectRequest> requests)
    {
        var writing = Task.Run(async () =>
        {
            foreach (var request in requests)
                await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
        });
        var answers = new List<StreamDetectResponse>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
            answers.Add(answer);
        await writing;
        return answers;
    }
}
