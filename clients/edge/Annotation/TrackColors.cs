using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Tells tracks apart.</summary>
internal static class TrackColors
{
    // Blue, green, red; far apart in hue and bright enough on dark pictures.
    private static readonly Scalar[] Colors =
    [
        new(235, 178, 60), new(96, 200, 118), new(110, 120, 245), new(60, 190, 250), new(220, 130, 200),
        new(200, 205, 80), new(80, 150, 245), new(190, 160, 250), new(130, 215, 195), new(215, 190, 150),
    ];

    public static Scalar Of(uint track) => Colors[(track + (uint)Colors.Length - 1) % (uint)Colors.Length];
}
