using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EmotionGrpc.Fuzz.Mutation;

/// <summary>Changes protobuf messages field by field, so that they still parse and reach the checks behind the parser.</summary>
internal sealed class MessageMutator(Random random)
{
    private const int MostChanges = 4;
    private const int MostElements = 64;

    private static readonly double[] s_reals = [0, -0.0, 1, -1, 0.5, 1e-30, 1e30, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
    private static readonly ulong[] s_integers = [0, 1, 2, 16, 255, 65535, int.MaxValue, (ulong)int.MaxValue + 1, uint.MaxValue, long.MaxValue, ulong.MaxValue];
    private static readonly string[] s_texts = ["", " ", "a", "neutral", "\0", "\u202e", "../../etc/passwd", "{0}", "%s", new('x', 5000)];

    private readonly ByteMutator _bytes = new(random);

    /// <summary>Changes some fields of a message in place.</summary>
    /// <param name="message">The message.</param>
    /// <param name="other">A message of the same type to borrow from.</param>
    public void Mutate(IMessage message, IMessage other)
    {
        for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--)
            MutateOnce(message, other);
    }

    private void MutateOnce(IMessage message, IMessage other)
    {
        var fields = message.Descriptor.Fields.InDeclarationOrder();
        if (fields.Count == 0)
            return;
        var field = fields[random.Next(fields.Count)];
        var action = random.Next(8);
        if (action == 0)
        {
            field.Accessor.Clear(message);
        }
        else if (action == 1 && message.Descriptor == other.Descriptor)
        {
            Borrow(field, message, other);
        }
        else if (field.IsRepeated)
        {
            MutateList(field, (System.Collections.IList)field.Accessor.GetValue(message));
        }
        else if (field.FieldType == FieldType.Message)
        {
            var child = (IMessage?)field.Accessor.GetValue(message);
            if (child is null)
                field.Accessor.SetValue(message, child = field.MessageType.Parser.ParseFrom([]));
            MutateOnce(child, child);
        }
        else
        {
            field.Accessor.SetValue(message, Value(field, field.Accessor.GetValue(message)));
        }
    }

    private static void Borrow(FieldDescriptor field, IMessage message, IMessage other)
    {
        var copy = other.Descriptor.Parser.ParseFrom(other.ToByteArray());
        if (!field.IsRepeated)
        {
            if (field.Accessor.GetValue(copy) is { } value)
                field.Accessor.SetValue(message, value);
            return;
        }

        var list = (System.Collections.IList)field.Accessor.GetValue(message);
        foreach (var item in (System.Collections.IList)field.Accessor.GetValue(copy))
        {
            if (list.Count < MostElements)
                list.Add(item);
        }
    }

    private void MutateList(FieldDescriptor field, System.Collections.IList list)
    {
        var at = list.Count == 0 ? -1 : random.Next(list.Count);
        switch (random.Next(4))
        {
            case 0 when at >= 0:
                list.RemoveAt(at);
                break;
            case 1 when at >= 0:
                // The same again, some times: duplicates are what a list is most easily wrong by.
                for (var copies = random.Next(1, 8); copies > 0 && list.Count < MostElements; copies--)
                    list.Add(list[at] is IMessage m ? m.Descriptor.Parser.ParseFrom(m.ToByteArray()) : list[at]);
                break;
            case 2 when at >= 0 && field.FieldType == FieldType.Message:
                MutateOnce((IMessage)list[at]!, (IMessage)list[at]!);
                break;
            case 2 when at >= 0:
                list[at] = Value(field, list[at]!);
                break;
            default:
                if (list.Count < MostElements)
                    list.Add(field.FieldType == FieldType.Message ? field.MessageType.Parser.ParseFrom([]) : Value(field, null));
                break;
        }
    }

    private object Value(FieldDescriptor field, object? old) => field.FieldType switch
    {
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Float => (float)Real(),
        FieldType.Double => Real(),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => unchecked((int)Integer()),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => unchecked((long)Integer()),
        FieldType.UInt32 or FieldType.Fixed32 => unchecked((uint)Integer()),
        FieldType.UInt64 or FieldType.Fixed64 => Integer(),
        FieldType.String => s_texts[random.Next(s_texts.Length)],
        FieldType.Bytes => ByteString.CopyFrom(_bytes.Mutate(((ByteString?)old)?.ToByteArray() ?? [], [])),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, random.Next(4) == 0 ? unchecked((int)Integer()) : random.Next(field.EnumType.Values.Count)),
        _ => throw new NotSupportedException($"{field.FullName} is of the type {field.FieldType}."),
    };

    private double Real() => random.Next(3) == 0 ? (random.NextDouble() - 0.5) * 1000 : s_reals[random.Next(s_reals.Length)];

    private ulong Integer() => random.Next(3) == 0 ? (ulong)random.Next(100) : s_integers[random.Next(s_integers.Length)];
}
