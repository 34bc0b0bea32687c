using System.Buffers;

namespace EmotionGrpc.Fusion.Requests;

/// <summary>Where a length-delimited field lies in a serialised message (protobuf's encoding: protobuf.dev/programming-guides/encoding).</summary>
/// <param name="Tag">Where its tag begins, in bytes from the beginning of the whole message.</param>
/// <param name="Start">Where its content begins.</param>
/// <param name="End">Behind its content.</param>
internal readonly record struct FieldRange(long Tag, long Start, long End)
{
    private const int LengthDelimited = 2;

    /// <summary>Finds a field of a message of a message.</summary>
    /// <param name="payload">The outermost message.</param>
    /// <param name="path">Field numbers from the outermost message to the field.</param>
    /// <param name="ranges">Filled: where each field of the path lies.</param>
    /// <returns>False: a field of the path is absent or there twice, which protobuf would merge, or the bytes are no message.</returns>
    public static bool TryFind(ReadOnlySequence<byte> payload, ReadOnlySpan<int> path, Span<FieldRange> ranges)
    {
        var around = new FieldRange(0, 0, payload.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (!TryFind(payload.Slice(around.Start, around.End - around.Start), path[i], out var found))
                return false;
            around = new FieldRange(around.Start + found.Tag, around.Start + found.Start, around.Start + found.End);
            ranges[i] = around;
        }

        return true;
    }

    private static bool TryFind(ReadOnlySequence<byte> message, int number, out FieldRange found)
    {
        found = default;
        var reader = new SequenceReader<byte>(message);
        while (!reader.End)
        {
            var tagAt = reader.Consumed;
            if (!TryReadVarint(ref reader, out var tag) || !TrySkip(ref reader, (int)(tag & 7), out var length))
                return false;
            if (tag >> 3 != (ulong)number)
                continue;
            if ((tag & 7) != LengthDelimited || found.End != 0)
                return false;
            found = new FieldRange(tagAt, reader.Consumed - length, reader.Consumed);
        }

        return found.End != 0;
    }

    private static bool TrySkip(ref SequenceReader<byte> reader, int wireType, out long length)
    {
        length = wireType switch
        {
            1 => 8,
            5 => 4,
            _ => 0,
        };
        switch (wireType)
        {
            case 0:
                return TryReadVarint(ref reader, out _);
            case LengthDelimited:
                if (!TryReadVarint(ref reader, out var told) || told > (ulong)reader.Remaining)
                    return false;
                length = (long)told;
                break;
            case 1 or 5:
                if (length > reader.Remaining)
                    return false;
                break;
            default:
                return false;
        }

        reader.Advance(length);
        return true;
    }

    private static bool TryReadVarint(ref SequenceReader<byte> reader, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (!reader.TryRead(out var next))
                return false;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return true;
        }

        return false;
    }
}
