using System.Buffers.Binary;
using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.TestSupport;

/// <summary>Pictures that cannot be used.</summary>
public static class BadImages
{
    private const ushort HugeSide = 30000;

    /// <summary>Makes one.</summary>
    /// <param name="name">What is wrong with it.</param>
    /// <param name="good">A JPEG file without fault.</param>
    public static Image? Make(string name, ByteString good) => name switch
    {
        "none" => null,
        "empty" => Images.Jpeg(ByteString.Empty),
        "truncated" => Images.Jpeg(Start(good, good.Length / 2)),
        "cut in the header" => Images.Jpeg(Start(good, 20)),
        "random" => Images.Jpeg(RandomBytes()),
        "jpeg called png" => new Image { Format = ImageFormat.Png, Data = good },
        "png called jpeg" => Images.Jpeg(Png(good)),
        "raw of another size" => Raw(112, 112, (112 * 112 * 3) - 1),
        "format not said" => new Image { Data = good },
        "format not known" => new Image { Format = (ImageFormat)99, Data = good },
        "jpeg of 30000x30000" => Images.Jpeg(HugeJpeg(good)),
        "png of 30000x30000" => new Image { Format = ImageFormat.Png, Data = HugePng() },
        "png with a chunk of gigabytes" => new Image { Format = ImageFormat.Png, Data = GreedyPng(good) },
        "raw of 30000x30000" => Raw(HugeSide, HugeSide, 5000),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static Image Raw(uint width, uint height, int bytes) =>
        new() { Format = ImageFormat.Bgr24, Width = width, Height = height, Data = ByteString.CopyFrom(new byte[bytes]) };

    private static ByteString Start(ByteString file, int length) => ByteString.CopyFrom(file.Span[..length]);

    private static ByteString RandomBytes()
    {
        var bytes = new byte[5000];
        new Random(1).NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private static ByteString Png(ByteString jpeg)
    {
        using var pixels = Cv2.ImDecode(jpeg.ToByteArray(), ImreadModes.Color);
        Cv2.ImEncode(".png", pixels, out var png);
        return ByteString.CopyFrom(png);
    }

    /// <summary>The same file whose frame header (SOF0) claims another size.</summary>
    private static ByteString HugeJpeg(ByteString good)
    {
        var bytes = good.ToByteArray();
        var header = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(header + 5), HugeSide);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(header + 7), HugeSide);
        return ByteString.CopyFrom(bytes);
    }

    /// <summary>A file whose first chunk of pixels claims to be longer than the file could be.</summary>
    private static ByteString GreedyPng(ByteString good)
    {
        var bytes = Png(good).ToByteArray();
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.AsSpan().IndexOf("IDAT"u8) - 4), 0xFFFF00D8);
        return ByteString.CopyFrom(bytes);
    }

    private static ByteString HugePng()
    {
        byte[] side = [0, 0, 0x75, 0x30];
        return ByteString.CopyFrom(
            [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. side, .. side, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82]);
    }
}
