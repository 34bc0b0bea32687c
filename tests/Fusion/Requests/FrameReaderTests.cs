using System.Buffers;
using EmotionGrpc.Fusion.Requests;
using EmotionGrpc.Hosting.Messages;
using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.Fusion.Tests.Requests;

/// <summary>The reader of frames reads what protobuf's own parser reads, from whatever bytes.</summary>
public sealed class FrameReaderTests
{
    // A frame's messages and pieces of them, to be put together to messages that no client of ours sends.
    private static readonly byte[] s_frame = Request(28_000).ToByteArray();
    private static readonly byte[] s_imageOnly = new RecognizeRequest { Frame = new Frame { Image = Picture(9_000) } }.ToByteArray();
    private static readonly byte[] s_widthOnly = new RecognizeRequest { Frame = new Frame { Image = new Image { Width = 7 } } }.ToByteArray();
    private static readonly byte[] s_heartbeat = new RecognizeRequest { Heartbeat = new Heartbeat { Time = new Timestamp { Seconds = 3 } } }.ToByteArray();

    // Field 200: a varint, eight bytes, a string of 5 bytes, four bytes.
    private static readonly byte[] s_unknown = [0xC0, 0x0C, 0x96, 0x01, 0xC1, 0x0C, 1, 2, 3, 4, 5, 6, 7, 8, 0xC2, 0x0C, 5, 1, 2, 3, 4, 5, 0xC5, 0x0C, 1, 2, 3, 4];

    public static TheoryData<string, byte[]> Messages => new()
    {
        { "a frame", s_frame },
        { "a small picture", Request(100).ToByteArray() },
        { "a picture just large enough", Request(2048).ToByteArray() },
        { "no picture", new RecognizeRequest { Frame = new Frame { Sequence = 4 } }.ToByteArray() },
        { "an open of many bytes", new RecognizeRequest { Open = new SessionOpen { ResumeToken = Noise(5000) } }.ToByteArray() },
        { "a frame and then a heartbeat", [.. s_frame, .. s_heartbeat] },
        { "a heartbeat and then a frame", [.. s_heartbeat, .. s_frame] },
        { "two frames, which are one", [.. s_frame, .. s_imageOnly] },
        { "a frame whose picture goes on in a second one", [.. s_imageOnly, .. s_widthOnly] },
        { "unknown fields before and after", [.. s_unknown, .. s_frame, .. s_unknown] },
        { "unknown fields within", [.. Nested(2, [.. s_unknown, .. Nested(3, [.. s_unknown, .. Nested(4, Noise(6000).ToByteArray()), .. s_unknown]), .. s_unknown])] },
        { "many unknown fields", [.. Enumerable.Repeat(s_unknown, 40).SelectMany(u => u), .. s_frame] },
        { "the picture's bytes twice", [.. Nested(2, Nested(3, [.. Nested(4, Noise(3000).ToByteArray()), .. Nested(4, Noise(4000).ToByteArray())]))] },
        { "the picture as a group", [.. Nested(2, [0x1B, .. Nested(4, Noise(3000).ToByteArray()), 0x1C])] },
        { "the picture as a number", [.. Nested(2, [.. Nested(3, [0x20, 1]), .. Nested(9, Noise(3000).ToByteArray())])] },
        { "a length over the end", [0x12, 0xFF, 0x7F, .. Noise(3000).ToByteArray()] },
        { "a number that does not end", [.. Enumerable.Repeat((byte)0xFF, 3000)] },
        { "noise", Noise(3000).ToByteArray() },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Read_AnyBytes_AsProtobufDoes(string what, byte[] payload)
    {
        foreach (var pieces in new[] { payload.Length, 4096, 100, 1 })
            AssertAlike(payload, pieces, what);
    }

    [Fact]
    public void Read_AFrameCutOffAnywhere_AsProtobufDoes()
    {
        for (var length = 0; length < s_frame.Length; length += length is > 60 and < 27_900 ? 997 : 1)
            AssertAlike(s_frame[..length], 4096, $"the first {length} bytes");
    }

    [Fact]
    public void Read_AFrameChangedAnywhere_AsProtobufDoes()
    {
        var chance = new Random(1);
        for (var round = 0; round < 3000; round++)
        {
            var payload = s_frame.ToArray();
            for (var change = chance.Next(1, 4); change > 0; change--)
                payload[chance.Next(round % 2 == 0 ? 50 : payload.Length)] = (byte)chance.Next(256);
            AssertAlike(payload, 4096, $"round {round}");
        }
    }

    [Fact]
    public void Read_APicture_IsHeldOnce()
    {
        var data = FrameReader.Read(new ReadOnlySequence<byte>(s_frame)).Frame.Image.Data;

        PooledBytes.Release(data);

        Assert.Throws<ObjectDisposedException>(() => data.Span.Length);
    }

    private static void AssertAlike(byte[] payload, int pieces, string what)
    {
        var (expected, actual) = (Try(() => RecognizeRequest.Parser.ParseFrom(payload)), Try(() => FrameReader.Read(Pieces(payload, pieces))));
        Assert.True(Equals(expected, actual), $"Read {what} in pieces of {pieces} bytes: {Short(actual)} instead of {Short(expected)}.");
    }

    private static object Try(Func<RecognizeRequest> read)
    {
        try
        {
            return read();
        }
        catch (InvalidProtocolBufferException)
        {
            return "refused";
        }
    }

    private static string Short(object read) => read.ToString() is { Length: > 200 } text ? text[..200] : read.ToString()!;

    private static RecognizeRequest Request(int bytes) => new()
    {
        Frame = new Frame { Sequence = 77, CaptureTime = new Timestamp { Seconds = 1_700_000_000, Nanos = 5 }, Image = Picture(bytes), TimeToLive = new Duration { Seconds = 2 } },
    };

    private static Image Picture(int bytes) => new() { Format = ImageFormat.Jpeg, Width = 640, Height = 360, Data = Noise(bytes) };

    private static ByteString Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(bytes).NextBytes(noise);
        return ByteString.CopyFrom(noise);
    }

    private static byte[] Nested(int field, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }

        return stream.ToArray();
    }

    private static ReadOnlySequence<byte> Pieces(byte[] payload, int size)
    {
        var first = new Piece(payload.AsMemory(0, Math.Min(size, payload.Length)));
        var last = first;
        for (var at = size; at < payload.Length; at += size)
            last = last.Append(payload.AsMemory(at, Math.Min(size, payload.Length - at)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
