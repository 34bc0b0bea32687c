using System.Text;
using EmotionGrpc.TestSupport;
using EmotionGrpc.V1;
using Google.Protobuf;
using OpenCvSharp;

namespace EmotionGrpc.Operations.Tests.Suite;

/// <summary>Pictures whose bytes hold a text that is nowhere else.</summary>
internal static class MarkedPicture
{
    /// <summary>The text.</summary>
    public const string Mark = "pixels-of-the-lobby-camera!";

    /// <summary>Bytes of a broken picture.</summary>
    public const int BrokenLength = 2000;

    private static readonly byte[] s_mark = Encoding.ASCII.GetBytes(Mark);

    /// <summary>A frame of the sample video with the mark as a comment right after its first marker.</summary>
    public static Image Jpeg(ulong sequence)
    {
        var file = SampleFrames.Image(sequence).Data.Span;
        var length = s_mark.Length + 2;
        return Images.Jpeg(ByteString.CopyFrom([.. file[..2], 0xFF, 0xFE, (byte)(length >> 8), (byte)length, .. s_mark, .. file[2..]]));
    }

    /// <summary>The same frame as raw pixels; those of the lowest rows spell the mark again and again.</summary>
    public static Image Raw(ulong sequence)
    {
        using var pixels = Cv2.ImDecode(SampleFrames.Image(sequence).Data.ToByteArray(), ImreadModes.Color);
        pixels.GetArray(out Vec3b[] values);
        var bytes = values.SelectMany(v => new[] { v.Item0, v.Item1, v.Item2 }).ToArray();
        for (var i = bytes.Length - (16 * 3 * pixels.Width); i < bytes.Length; i++)
            bytes[i] = s_mark[i % s_mark.Length];
        return new Image { Format = ImageFormat.Bgr24, Width = (uint)pixels.Width, Height = (uint)pixels.Height, Data = ByteString.CopyFrom(bytes) };
    }

    /// <summary>A picture that breaks off after the mark.</summary>
    public static Image Broken(ulong sequence) => Images.Jpeg(ByteString.CopyFrom(Jpeg(sequence).Data.Span[..BrokenLength]));
}
