using System.Buffers.Binary;

namespace EmotionGrpc.Fuzz.Mutation;

/// <summary>Changes bytes without knowing what they mean.</summary>
internal sealed class ByteMutator(Random random)
{
    private const int MostChanges = 6;
    private const int LongestSlice = 64;

    private static readonly byte[] s_bytes = [0, 1, 0x7F, 0x80, 0xFE, 0xFF, .. "\"{}[],:-. \n"u8];
    private static readonly uint[] s_words = [0, 1, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7F800000, 0x7FC00000];

    /// <summary>A changed copy.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="other">Bytes to borrow from.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        var bytes = (byte[])input.Clone();
        for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--)
            bytes = MutateOnce(bytes, other);
        return bytes;
    }

    private byte[] MutateOnce(byte[] bytes, byte[] other)
    {
        if (bytes.Length == 0)
            return [s_bytes[random.Next(s_bytes.Length)]];
        var at = random.Next(bytes.Length);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = s_bytes[random.Next(s_bytes.Length)];
                return bytes;
            case 2:
                bytes[at] = (byte)(bytes[at] + random.Next(-16, 17));
                return bytes;
            case 3:
                SetWord(bytes.AsSpan(at), s_words[random.Next(s_words.Length)]);
                return bytes;
            case 4:
                return bytes[..at];
            case 5:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(LongestSlice))..]];
            case 6:
                return [.. bytes[..at], .. Slice(bytes), .. bytes[at..]];
            case 7:
                return [.. bytes[..at], .. Slice(other), .. bytes[at..]];
            default:
                var borrowed = Slice(other);
                borrowed[..Math.Min(borrowed.Length, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
                return bytes;
        }
    }

    private ReadOnlySpan<byte> Slice(byte[] from)
    {
        var start = random.Next(from.Length + 1);
        return from.AsSpan(start, Math.Min(from.Length - start, random.Next(LongestSlice)));
    }

    private void SetWord(Span<byte> place, uint word)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, word);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        bytes = bytes[..(random.Next(2) == 0 ? 4 : 2)];
        bytes[..Math.Min(bytes.Length, place.Length)].CopyTo(place);
    }
}
