using EmotionGrpc.V1;
using Grpc.Core;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>A session in which a picture comes that is larger than its caller may send.</summary>
internal static class OversizedPicture
{
    /// <summary>Asserts that the frame before it is answered, the service ends the session in order, and the caller is told why.</summary>
    /// <param name="client">Whose calls are limited.</param>
    /// <param name="bytes">More than allowed, and more than .NET's client sends before anybody reads.</param>
    public static async Task EndsTheSessionInOrderAsync(RecognitionService.RecognitionServiceClient client, int bytes)
    {
        using var call = client.Recognize(cancellationToken: Patience.Token);
        await call.RequestStream.WriteAsync(Frames.Numbered(1, bytes: 9_000));
        using var leaves = new CancellationTokenSource();
        var refused = call.RequestStream.WriteAsync(Frames.Numbered(2, bytes), leaves.Token);
        var answers = new List<RecognizeResponse.MessageOneofCase>();
        await Refused.AsAsync(
            async () =>
            {
                while (await call.ResponseStream.MoveNext())
                    answers.Add(call.ResponseStream.Current.MessageCase);
            },
            StatusCode.ResourceExhausted,
            "LIMIT_PICTURE_BYTES");
        // .NET's client may wait for room in the window of a call that has ended, until the write is cancelled, as this project's client does.
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => refused);
        Assert.Equal([RecognizeResponse.MessageOneofCase.Opened, RecognizeResponse.MessageOneofCase.Dropped, RecognizeResponse.MessageOneofCase.Closed], answers);
    }
}
