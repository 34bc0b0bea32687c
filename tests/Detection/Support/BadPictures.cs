using System.Buffers.Binary;
using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Detection.Tests.Support;

/// <summary>Pictures that cannot be used, each with what it must be answered by.</summary>
internal static class BadPictures
{
    public static TheoryData<string, FrameErrorReason> Names { get; } = new()
    {
        { "none", FrameErrorReason.InvalidImage },
        { "empty", FrameErrorReason.InvalidImage },
        { "truncated", FrameErrorReason.InvalidImage },
        { "cut in the header", FrameErrorReason.InvalidImage },
        { "random", FrameErrorReason.InvalidImage },
        { "jpeg called png", FrameErrorReason.InvalidImage },
        { "raw of another size", FrameErrorReason.InvalidImage },
        { "format not said", FrameErrorReason.UnsupportedFormat },
        { "format not known", FrameErrorReason.UnsupportedFormat },
        { "jpeg of 30000x30000", FrameErrorReason.ImageTooLarge },
        { "png of 30000x30000", FrameErrorReason.ImageTooLarge },
        { "raw of 30000x30000", FrameErrorReason.ImageTooLarge },
    };

    public static Image? Make(string name, byte[] good) => name switch
    {
        "none" => null,
        "empty" => Video.Jpeg([]),
        "truncated" => Video.Jpeg(good[..(good.Length / 2)]),
        "cut in the header" => Video.Jpeg(good[..20]),
        "random" => Video.Jpeg(RandomBytes()),
        "jpeg called png" => new Image { Format = ImageFormat.Png, Data = ByteString.CopyFrom(good) },
        "raw of another size" => new Image { Format = ImageFormat.Bgr24, Width = 64, Height = 64, Data = ByteString.CopyFrom(new byte[(64 * 64 * 3) - 1]) },
        "format not said" => new Image { Data = ByteString.CopyFrom(good) },
        "format not known" => new Image { Format = (ImageFormat)99, Data = ByteString.CopyFrom(good) },
        "jpeg of 30000x30000" => Video.Jpeg(HugeJpeg(good)),
        "png of 30000x30000" => new Image { Format = ImageFormat.Png, Data = ByteString.CopyFrom(HugePng()) },
        "raw of 30000x30000" => new Image { Format = ImageFormat.Rgb24, Width = 30000, Height = 30000, Data = ByteString.CopyFrom(good) },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static byte[] RandomBytes()
    {
        var bytes = new byte[5000];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static byte[] HugeJpeg(byte[] good)
    {
        var bytes = good.ToArray();
        var frame = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 5), 30000);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 7), 30000);
        return bytes;
    }

    private static byte[] HugePng()
    {
        byte[] bytes = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82];
        return bytes;
    }
}
