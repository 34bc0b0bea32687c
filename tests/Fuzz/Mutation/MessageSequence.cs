using Google.Protobuf;

namespace EmotionGrpc.Fuzz.Mutation;

/// <summary>The messages of one session as one input: each with its length before it.</summary>
internal static class MessageSequence
{
    private const int MostMessages = 40;

    /// <summary>Writes messages.</summary>
    public static byte[] Bytes(IEnumerable<IMessage> messages)
    {
        using var stream = new MemoryStream();
        foreach (var message in messages)
            message.WriteDelimitedTo(stream);
        return stream.ToArray();
    }

    /// <summary>Reads messages.</summary>
    public static List<T> Read<T>(byte[] input)
        where T : IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        using var stream = new MemoryStream(input);
        var messages = new List<T>();
        while (stream.Position < stream.Length)
            messages.Add(parser.ParseDelimitedFrom(stream));
        return messages;
    }

    /// <summary>Changes messages, loses some, borrows some, brings them out of order.</summary>
    /// <param name="random">Chance.</param>
    /// <param name="input">The session to change.</param>
    /// <param name="other">Another one to borrow from.</param>
    /// <returns>A session of at most <see cref="FuzzTarget.MaximumLength"/> bytes, made of whole messages.</returns>
    public static byte[] Mutate<T>(Random random, byte[] input, byte[] other)
        where T : class, IMessage<T>, IDeepCloneable<T>, new()
    {
        var messages = Read<T>(input);
        var more = Read<T>(other);
        for (var changes = 1 + random.Next(3); changes > 0 && messages.Count > 0; changes--)
        {
            var at = random.Next(messages.Count);
            switch (random.Next(5))
            {
                case 0:
                    messages.RemoveAt(at);
                    break;
                case 1 when more.Count > 0 && messages.Count < MostMessages:
                    messages.Insert(at, more[random.Next(more.Count)].Clone());
                    break;
                case 2:
                    var to = random.Next(messages.Count);
                    (messages[at], messages[to]) = (messages[to], messages[at]);
                    break;
                default:
                    new MessageMutator(random).Mutate(messages[at], more.Count > 0 ? more[random.Next(more.Count)] : messages[at]);
                    break;
            }
        }

        while (messages.Sum(m => m.CalculateSize() + CodedOutputStream.ComputeLengthSize(m.CalculateSize())) > Targets.FuzzTarget.MaximumLength)
            messages.RemoveAt(messages.Count - 1);
        return Bytes(messages);
    }
}
