using System.Buffers.Binary;
using EmotionGrpc.V1;

namespace EmotionGrpc.Inference.Images;

/// <summary>Reads the size of a JPEG or PNG file without decoding it, and checks that the file is whole.</summary>
internal static class ImageHeader
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> PngHeader => "IHDR"u8;

    private static ReadOnlySpan<byte> PngEnd => "IEND"u8;

    private static ReadOnlySpan<byte> JpegEnd => [0xFF, 0xD9];

    public static (int Width, int Height) Read(ImageFormat format, ReadOnlySpan<byte> data) => format switch
    {
        ImageFormat.Jpeg => ReadJpeg(data),
        ImageFormat.Png => ReadPng(data),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>
    /// Walks the chunks up to the last (IEND), as PNG's specification, section 5.3, lays them out: length, type, data, CRC. OpenCV makes room for the length that a chunk claims before it reads it, so that
    /// a file of two hundred bytes would take four gigabytes.
    /// </summary>
    private static (int Width, int Height) ReadPng(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith(PngSignature) || data.Length < 33 || !data[12..].StartsWith(PngHeader))
            throw new ImageException(ImageFault.Invalid, "The picture is not a PNG file: its first bytes are not a PNG header.");
        var width = BinaryPrimitives.ReadUInt32BigEndian(data[16..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[20..]);
        for (var at = PngSignature.Length; at + 12 <= data.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
            var left = data.Length - at - 12;
            if (length > left)
                throw new ImageException(ImageFault.Invalid, $"The PNG file is broken: its chunk at byte {at} claims {length} bytes, and {left} are left.");
            if (data[(at + 4)..].StartsWith(PngEnd))
                return (checked((int)Math.Min(width, int.MaxValue)), checked((int)Math.Min(height, int.MaxValue)));
            at += 12 + (int)length;
        }

        throw new ImageException(ImageFault.Invalid, "The PNG file is truncated: it has no IEND chunk.");
    }

    /// <summary>Walks the markers up to the first frame header (SOFn), as ITU-T T.81, annex B, lays them out.</summary>
    private static (int Width, int Height) ReadJpeg(ReadOnlySpan<byte> data)
    {
        if (data.Length < 4 || data[0] != 0xFF || data[1] != 0xD8)
            throw new ImageException(ImageFault.Invalid, "The picture is not a JPEG file: it does not begin with FF D8.");
        var at = 2;
        (int, int)? size = null;
        while (at + 4 <= data.Length)
        {
            if (data[at] != 0xFF)
                throw new ImageException(ImageFault.Invalid, $"The JPEG file is broken: there is no marker at byte {at}.");
            var marker = data[at + 1];
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                // Fill bytes and markers without a segment.
                at += marker == 0xFF ? 1 : 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && at + 9 <= data.Length)
                size = (BinaryPrimitives.ReadUInt16BigEndian(data[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(data[(at + 5)..]));
            if (marker == 0xDA)
            {
                if (data[at..].LastIndexOf(JpegEnd) < 0)
                    throw new ImageException(ImageFault.Invalid, "The JPEG file is truncated: it has no end marker (FF D9).");
                return size ?? throw new ImageException(ImageFault.Invalid, "The JPEG file is broken: its scan comes before its frame header.");
            }

            at += 2 + length;
        }

        throw new ImageException(ImageFault.Invalid, "The JPEG file is truncated: it ends within its header.");
    }
}
