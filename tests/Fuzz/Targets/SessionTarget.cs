using EmotionGrpc.Fuzz.Mutation;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>Live sessions through Fusion and everything behind it: an input is the messages of one session, each with its length before it.</summary>
internal sealed class SessionTarget(RunningService fusion) : FuzzTarget
{
    private readonly RecognitionService.RecognitionServiceClient _client = new(fusion.Channel);
    private readonly byte[][] _seeds = [Session(frames: 3, picture: true), Session(frames: 6, picture: false)];

    public override string Name => "session";

    public override int Share => 2;

    public override IReadOnlyList<byte[]> Seeds => _seeds;

    public override byte[] Mutate(Random random, byte[] input, byte[] other) => MessageSequence.Mutate<RecognizeRequest>(random, input, other);

    public override async ValueTask<string> RunAsync(byte[] input)
    {
        using var call = _client.Recognize();
        var writing = WriteAsync(call.RequestStream, MessageSequence.Read<RecognizeRequest>(input));
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        SessionClosed? closed = null;
        try
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync())
            {
                kinds.Add(response.MessageCase == RecognizeResponse.MessageOneofCase.Error ? Answer.Kind(response.Error.Message) : response.MessageCase.ToString());
                closed = response.Closed ?? closed;
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.ResourceExhausted or StatusCode.Unimplemented)
        {
            return Answer.Kind($"{e.StatusCode}: {e.Status.Detail}");
        }
        catch (RpcException e)
        {
            throw new FuzzException($"The session ended with {e.Status}.", e);
        }

        await writing;
        if (closed is { Counts: var c } && c.Received != c.Results + c.Dropped + c.Errors)
            throw new FuzzException($"Of {c.Received} frames, {c.Results} were answered by results, {c.Dropped} by drops and {c.Errors} by errors.");
        return string.Join(", ", kinds);
    }

    private static async Task WriteAsync(IClientStreamWriter<RecognizeRequest> writer, List<RecognizeRequest> messages)
    {
        try
        {
            foreach (var message in messages)
                await writer.WriteAsync(message);
            await writer.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The server has ended the call; its status tells the reader why.
        }
    }

    private static byte[] Session(int frames, bool picture)
    {
        var messages = new List<RecognizeRequest>
        {
            new() { Open = new SessionOpen { ResumeKey = ByteString.CopyFrom(new byte[16]), Options = new EmotionGrpc.V1.SessionOptions { Source = "fuzz", Keypoints = true, Explain = true, Fusion = new FusionOptions { Segments = 3 } } } },
        };
        for (var i = 1; i <= frames; i++)
        {
            var frame = SampleFrames.Frame((ulong)i);
            if (!picture)
                frame.Image = Images.Gray(32, 24, (byte)(40 * i));
            messages.Add(new RecognizeRequest { Frame = frame });
            if (i == 2)
                messages.Add(new RecognizeRequest { Heartbeat = new Heartbeat() });
        }

        messages.Add(new RecognizeRequest { Close = new SessionClose() });
        return MessageSequence.Bytes(messages);
    }
}
