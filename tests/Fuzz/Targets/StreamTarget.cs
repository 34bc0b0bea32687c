using EmotionGrpc.Fuzz.Mutation;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>A duplex call of a running service that gives one response for each request, in order: an input is the requests of one session, each with its length before it.</summary>
/// <param name="name">Name of the target.</param>
/// <param name="share">Of 1,000 inputs, how many it gets.</param>
/// <param name="open">Opens the call.</param>
/// <param name="kind">Says in a word what a response to a request is; throws <see cref="FuzzException"/> for one that does not belong to it.</param>
/// <param name="seeds">Sessions without fault.</param>
internal sealed class StreamTarget<TRequest, TResponse>(
    string name, int share, Func<AsyncDuplexStreamingCall<TRequest, TResponse>> open, Func<TRequest, TResponse, string> kind, IReadOnlyList<byte[]> seeds) : FuzzTarget
    where TRequest : class, IMessage<TRequest>, IDeepCloneable<TRequest>, new()
{
    public override string Name => name;

    public override int Share => share;

    public override IReadOnlyList<byte[]> Seeds => seeds;

    public override byte[] Mutate(Random random, byte[] input, byte[] other) => MessageSequence.Mutate<TRequest>(random, input, other);

    public override async ValueTask<string> RunAsync(byte[] input)
    {
        var requests = MessageSequence.Read<TRequest>(input);
        using var call = open();
        var writing = WriteAsync(call.RequestStream, requests);
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        var answered = 0;
        try
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync())
            {
                if (answered == requests.Count)
                    throw new FuzzException($"{requests.Count} requests brought more responses than that.");
                kinds.Add(kind(requests[answered++], response));
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.ResourceExhausted)
        {
            return Answer.Kind($"{e.StatusCode}: {e.Status.Detail}");
        }
        catch (RpcException e)
        {
            throw new FuzzException($"The session ended with {e.Status}.", e);
        }

        await writing;
        return answered == requests.Count ? string.Join(", ", kinds) : throw new FuzzException($"{requests.Count} requests brought {answered} responses.");
    }

    private static async Task WriteAsync(IClientStreamWriter<TRequest> writer, List<TRequest> requests)
    {
        try
        {
            foreach (var request in requests)
                await writer.WriteAsync(request);
            await writer.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The server has ended the call; its status tells the reader why.
        }
    }
}
