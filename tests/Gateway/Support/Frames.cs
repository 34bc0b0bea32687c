using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>Sends frames of a given size; nobody here looks at them.</summary>
internal static class Frames
{
    public static RecognizeRequest Numbered(int sequence, int bytes = 10) => new() { Frame = Frame(sequence, bytes) };

    public static PushFrameRequest Pushed(int bytes = 10) => new() { Frame = Frame(1, bytes) };

    /// <summary>Sends frames 1 to n, closes the session and returns the sequences that were answered.</summary>
    public static async Task<IReadOnlyList<ulong>> StreamAsync(RecognitionService.RecognitionServiceClient client, int count, int bytes = 10)
    {
        using var call = client.Recognize(cancellationToken: Patience.Token);
        var reading = AnsweredAsync(call.ResponseStream);
        await WriteAsync(call.RequestStream, count, bytes);
        return await reading;
    }

    /// <summary>Sends frames 1 to n and closes the session.</summary>
    public static async Task WriteAsync(IClientStreamWriter<RecognizeRequest> requests, int count, int bytes)
    {
        for (var i = 1; i <= count; i++)
            await requests.WriteAsync(Numbered(i, bytes));
        await requests.CompleteAsync();
    }

    public static async Task<IReadOnlyList<ulong>> AnsweredAsync(IAsyncStreamReader<RecognizeResponse> answers)
    {
        var answered = new List<ulong>();
        await foreach (var answer in answers.ReadAllAsync())
        {
            if (answer.Dropped is { } dropped)
                answered.Add(dropped.Sequence);
        }

        return answered;
    }

    private static Frame Frame(int sequence, int bytes) =>
        new() { Sequence = (ulong)sequence, Image = new Image { Format = ImageFormat.Jpeg, Data = ByteString.CopyFrom(new byte[bytes]) } };
}
