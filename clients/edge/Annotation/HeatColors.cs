using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>
/// How evidence is coloured: inferno, whose brightness grows evenly with the value, so that no edge is seen where none is; the weaker, the more of the
/// picture shines through.
/// </summary>
internal static class HeatColors
{
    private const double MostOpacity = 0.6;

    // Blue, green, red by strength.
    private static readonly Vec3b[] s_inferno = Inferno();

    /// <summary>Blends heat over a picture.</summary>
    /// <param name="picture">8-bit BGR.</param>
    /// <param name="strength">Of the picture's size, 8 bits: 0 leaves the picture as it is.</param>
    /// <param name="visibility">0 to 1; fades the whole.</param>
    public static void Blend(Mat picture, Mat strength, double visibility)
    {
        // Premultiplied tables make it four passes over bytes: picture x (1 - opacity) + colour x opacity.
        using var added = Table((color, opacity) => Scale(color, opacity), visibility);
        using var kept = Table((_, opacity) => Scale(new Vec3b(255, 255, 255), 1 - opacity), visibility);
        using var layer = new Mat();
        Cv2.ApplyColorMap(strength, layer, kept);
        Cv2.Multiply(picture, layer, picture, 1.0 / 255);
        Cv2.ApplyColorMap(strength, layer, added);
        Cv2.Add(picture, layer, picture);
    }

    private static Mat Table(Func<Vec3b, double, Vec3b> entry, double visibility) =>
        Mat.FromPixelData(256, 1, MatType.CV_8UC3, s_inferno.Select((color, i) => entry(color, MostOpacity * visibility * i / 255)).ToArray());

    private static Vec3b Scale(Vec3b color, double by)
    {
        return new(Part(color.Item0), Part(color.Item1), Part(color.Item2));

        byte Part(byte value) => (byte)Math.Round(value * by);
    }

    private static Vec3b[] Inferno()
    {
        using var ramp = Mat.FromPixelData(256, 1, MatType.CV_8UC1, Enumerable.Range(0, 256).Select(i => (byte)i).ToArray());
        using var colors = new Mat();
        Cv2.ApplyColorMap(ramp, colors, ColormapTypes.Inferno);
        colors.GetArray(out Vec3b[] values);
        return values;
    }
}
