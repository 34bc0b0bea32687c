using EmotionGrpc.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EmotionGrpc.TestSupport;

/// <summary>Frames of the sample video, as a camera would send them.</summary>
public static class SampleFrames
{
    private const double FramesPerSecond = 25;

    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Lazy<IReadOnlyList<ByteString>> s_jpegs = new(() => Video.Jpegs(Repository.SampleVideo, 100));

    /// <summary>JPEG files of the first 100 frames.</summary>
    public static IReadOnlyList<ByteString> Jpegs => s_jpegs.Value;

    /// <summary>A frame with its place in time.</summary>
    /// <param name="sequence">From 1; after the last frame the video begins again.</param>
    public static Frame Frame(ulong sequence) => new()
    {
        Sequence = sequence,
        CaptureTime = Timestamp.FromDateTime(s_start.AddSeconds(sequence / FramesPerSecond)),
        Image = Image(sequence),
    };

    /// <summary>A frame's picture.</summary>
    public static Image Image(ulong sequence) => Images.Jpeg(Jpegs[(int)((sequence - 1) % (ulong)Jpegs.Count)]);
}
