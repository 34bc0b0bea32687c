using System.Buffers;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Fusion.Requests;

/// <summary>
/// Reads what a client says in a session, a frame's picture into pooled memory: protobuf's own parser makes a new array of every picture, which is most of what a frame leaves
/// to the garbage collector. The picture's bytes are cut out, protobuf reads the rest.
/// </summary>
internal static class FrameReader
{
    // A smaller picture is not worth the search.
    private const int LeastBytes = 2048;

    // A message without its picture has some 30 bytes; one with more has fields of a newer contract, and is read as a whole.
    private const int MostRest = 512;

    private static readonly int[] s_picture = [RecognizeRequest.FrameFieldNumber, Frame.ImageFieldNumber, Image.DataFieldNumber];

    /// <summary>Reads a message.</summary>
    /// <param name="payload">Its bytes.</param>
    /// <returns>What protobuf's parser returns; the picture's bytes have one holder.</returns>
    /// <exception cref="InvalidProtocolBufferException">They are no message.</exception>
    public static RecognizeRequest Read(ReadOnlySequence<byte> payload)
    {
        Span<FieldRange> ranges = stackalloc FieldRange[s_picture.Length];
        if (payload.Length < LeastBytes || !FieldRange.TryFind(payload, s_picture, ranges))
            return RecognizeRequest.Parser.ParseFrom(payload);
        var picture = ranges[^1];
        Span<byte> rest = stackalloc byte[MostRest];
        if (!TryCut(payload, ranges, rest, out var length))
            return RecognizeRequest.Parser.ParseFrom(payload);
        var request = RecognizeRequest.Parser.ParseFrom(rest[..length]);
        // Another message of the oneof, behind the frame, is what counts.
        if (request.Frame is not { } frame)
            return request;
        frame.Image.Data = PooledBytes.Rent((int)(picture.End - picture.Start), out var content);
        payload.Slice(picture.Start, content.Length).CopyTo(content);
        return request;
    }

    /// <summary>Writes the message without the innermost field; the fields around it get shorter.</summary>
    private static bool TryCut(ReadOnlySequence<byte> payload, ReadOnlySpan<FieldRange> ranges, Span<byte> rest, out int length)
    {
        length = 0;
        if (payload.Length - (ranges[^1].End - ranges[^1].Tag) + (ranges.Length * 5) > rest.Length)
            return false;
        // From the inside out, each level into the place behind the one before.
        Span<byte> inner = stackalloc byte[MostRest];
        Span<byte> outer = stackalloc byte[MostRest];
        var written = 0;
        for (var i = ranges.Length - 1; i >= 0; i--)
        {
            var (start, end) = i == 0 ? (0, payload.Length) : (ranges[i - 1].Start, ranges[i - 1].End);
            var at = Copy(payload, start, ranges[i].Tag, outer);
            if (i < ranges.Length - 1)
            {
                at += WriteVarint(outer[at..], ((uint)s_picture[i] << 3) | 2);
                at += WriteVarint(outer[at..], (uint)written);
                inner[..written].CopyTo(outer[at..]);
                at += written;
            }

            at += Copy(payload, ranges[i].End, end, outer[at..]);
            written = at;
            outer[..written].CopyTo(inner);
        }

        inner[..written].CopyTo(rest);
        length = written;
        return true;
    }

    private static int Copy(ReadOnlySequence<byte> payload, long start, long end, Span<byte> target)
    {
        payload.Slice(start, end - start).CopyTo(target);
        return (int)(end - start);
    }

    private static int WriteVarint(Span<byte> target, uint value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        return length;
    }
}
