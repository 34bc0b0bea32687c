using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.FaceStream.Tests;

/// <summary>Crops that nobody can use, by name.</summary>
internal static class BadCrops
{
    public static Image Make(string name) => name switch
    {
        "no bytes" => new Image { Format = ImageFormat.Jpeg },
        "random bytes" => new Image { Format = ImageFormat.Jpeg, Data = ByteString.CopyFrom(Random(5000)) },
        "truncated jpeg" => Truncated(),
        "png called jpeg" => Relabelled(),
        "raw, too few bytes" => new Image { Format = ImageFormat.Bgr24, Width = 112, Height = 112, Data = ByteString.CopyFrom(new byte[100]) },
        "no format" => new Image { Width = 112, Height = 112, Data = ByteString.CopyFrom(new byte[3 * 112 * 112]) },
        "unknown format" => new Image { Format = (ImageFormat)99, Data = ByteString.CopyFrom(new byte[10]) },
        "header says 30000x30000" => new Image { Format = ImageFormat.Png, Data = ByteString.CopyFrom(HugePng()) },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static Image Truncated()
    {
        var whole = FaceSamples.Of(ImageFormat.Jpeg, 20)[0].Crop;
        return new Image { Format = ImageFormat.Jpeg, Data = ByteString.CopyFrom(whole.Data.Span[..(whole.Data.Length / 2)]) };
    }

    private static Image Relabelled()
    {
        var png = FaceSamples.Of(ImageFormat.Png, 20)[0].Crop;
        png.Format = ImageFormat.Jpeg;
        return png;
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static byte[] HugePng()
    {
        byte[] size = [0, 0, 0x75, 0x30];
        return [0x89, .. "PNG"u8, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. size, .. size, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "IEND"u8, 0, 0, 0, 0];
    }
}
