using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace EmotionGrpc.Gateway.Tests.Support;

/// <summary>Writes HTTP/2 frames as no decent client does (RFC 9113).</summary>
internal sealed class Http2Client : IDisposable
{
    public const byte Headers = 1;
    public const byte ResetStream = 3;
    public const byte Settings = 4;
    public const byte GoAway = 7;
    public const byte Continuation = 9;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    public const uint EnhanceYourCalm = 0xb;

    private readonly TcpClient _socket = new();
    private NetworkStream _stream = null!;

    public static async Task<Http2Client> ConnectAsync(int port)
    {
        var client = new Http2Client();
        await client._socket.ConnectAsync("127.0.0.1", port);
        client._stream = client._socket.GetStream();
        await client._stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await client.WriteAsync(Frame(Settings, 0, 0, []));
        return client;
    }

    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)payload.Length);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>Headers of a call, as literals that enter no table (RFC 7541, section 6.2.2).</summary>
    public static byte[] Call(int port) =>
        [.. Field(":method", "POST"), .. Field(":scheme", "http"), .. Field(":path", "/emotion.v1.RecognitionService/Recognize"), .. Field(":authority", $"127.0.0.1:{port}"), .. Field("content-type", "application/grpc"), .. Field("te", "trailers")];

    /// <summary>A header field; its name and value must be shorter than 127 bytes.</summary>
    public static byte[] Field(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    public async Task WriteAsync(byte[] bytes) => await _stream.WriteAsync(bytes, Patience.Token);

    /// <summary>Reads until the server ends the connection.</summary>
    /// <returns>The error code of its GOAWAY; null: it closed without one.</returns>
    public async Task<uint?> EndAsync()
    {
        uint? code = null;
        var header = new byte[9];
        try
        {
            while (true)
            {
                await _stream.ReadExactlyAsync(header, Patience.Token);
                var payload = new byte[(header[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(1))];
                await _stream.ReadExactlyAsync(payload, Patience.Token);
                if (header[3] == GoAway && BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(4)) is var given and not 0)
                    code = given;
            }
        }
        catch (IOException)
        {
            return code;
        }
    }

    public void Dispose() => _socket.Dispose();
}
