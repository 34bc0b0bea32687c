using EmotionGrpc.Fuzz.Mutation;
using EmotionGrpc.TestSupport;
using Google.Protobuf;
using Grpc.Core;

namespace EmotionGrpc.Fuzz.Targets;

/// <summary>A unary call of a running service: what arrives may be any bytes.</summary>
/// <param name="name">Name of the target.</param>
/// <param name="share">Of 1,000 inputs, how many it gets.</param>
/// <param name="service">The service.</param>
/// <param name="method">The call, for instance "emotion.v1.FusionService/Fuse".</param>
/// <param name="parser">Reads requests of the call.</param>
/// <param name="seeds">Requests without fault.</param>
internal sealed class CallTarget(string name, int share, RunningService service, string method, MessageParser parser, IReadOnlyList<IMessage> seeds) : FuzzTarget
{
    private static readonly Marshaller<byte[]> s_raw = Marshallers.Create(bytes => bytes, bytes => bytes);

    private readonly CallInvoker _invoker = service.Channel.CreateCallInvoker();
    private readonly Method<byte[], byte[]> _method = new(MethodType.Unary, method.Split('/')[0], method.Split('/')[1], s_raw, s_raw);
    private readonly byte[][] _seeds = [.. seeds.Select(s => s.ToByteArray())];

    public override string Name => name;

    public override int Share => share;

    public override IReadOnlyList<byte[]> Seeds => _seeds;

    public override byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        // One in four is changed as bytes, which mostly ends in the parser; one that no longer parses can only be changed as bytes.
        if (random.Next(4) == 0 || Parse(input) is not { } message || Parse(other) is not { } borrowed)
            return new ByteMutator(random).Mutate(input, other);
        new MessageMutator(random).Mutate(message, borrowed);
        return message.ToByteArray();
    }

    public override async ValueTask<string> RunAsync(byte[] input)
    {
        try
        {
            await _invoker.AsyncUnaryCall(_method, null, new CallOptions(), input);
            return "OK";
        }
        catch (RpcException e)
        {
            var mayAnswer = e.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.ResourceExhausted or StatusCode.NotFound or StatusCode.Unimplemented;
            if (!mayAnswer && Parse(input) is not null)
                throw new FuzzException($"{method} answered {e.Status}.", e);
            return Answer.Kind($"{e.StatusCode}: {e.Status.Detail}");
        }
    }

    private IMessage? Parse(byte[] bytes)
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
