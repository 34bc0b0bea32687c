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
        var picture = ranges[^1];
        if (payload.Length - (picture.End - picture.Tag) > rest.Length)
            return false;
        Span<int> lengths = stackalloc int[ranges.Length - 1];
        var gone = picture.End - picture.Tag;
        for (var i = lengths.Length - 1; i >= 0; i--)
        {
            lengths[i] = (int)(ranges[i].End - ranges[i].Start - gone);
            gone = ranges[i].End - ranges[i].Tag - CodedOutputStream.ComputeTagSize(s_picture[i]) - CodedOutputStream.ComputeLengthSize(lengths[i]) - lengths[i];
        }

        var from = 0L;
        for (var i = 0; i < lengths.Length; i++)
        {
            length += Copy(payload, from, ranges[i].Tag, rest[length..]);
            length += WriteVarint(rest[length..], WireFormat.MakeTag(s_picture[i], WireFormat.WireType.LengthDelimited));
            length += WriteVarint(rest[length..], (uint)lengths[i]);
            from = ranges[i].Start;
        }

        length += Copy(payload, from, picture.Tag, rest[length..]);
        length += Copy(payload, picture.End, payload.Length, rest[length..]);
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
