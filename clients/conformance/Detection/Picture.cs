using EmotionGrpc.V1;
using Google.Protobuf;

namespace EmotionGrpc.Conformance.Detection;

/// <summary>Pictures to examine.</summary>
internal static class Picture
{
    /// <summary>A JPEG file of one person before a camera.</summary>
    public static Image Person { get; } = new() { Format = ImageFormat.Jpeg, Data = Load() };

    /// <summary>The same file, cut off in the middle.</summary>
    public static Image Truncated { get; } = new() { Format = ImageFormat.Jpeg, Data = ByteString.CopyFrom(Person.Data.Span[..(Person.Data.Length / 2)]) };

    private static ByteString Load()
    {
        using var file = typeof(Picture).Assembly.GetManifestResourceStream("person.jpg")!;
        return ByteString.FromStream(file);
    }
}
