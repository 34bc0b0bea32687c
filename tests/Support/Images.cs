using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.TestSupport;

/// <summary>Pictures as they are sent.</summary>
public static class Images
{
    /// <summary>A JPEG file.</summary>
    public static Image Jpeg(ByteString file) => new() { Format = ImageFormat.Jpeg, Data = file };

    /// <summary>A picture of one gray, in BGR.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="value">0 (black) to 255 (white).</param>
    public static Image Gray(int width, int height, byte value) => new()
    {
        Format = ImageFormat.Bgr24,
        Width = (uint)width,
        Height = (uint)height,
        Data = UnsafeByteOperations.UnsafeWrap(Enumerable.Repeat(value, 3 * width * height).ToArray()),
    };
}
