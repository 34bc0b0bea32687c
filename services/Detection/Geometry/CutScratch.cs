using OpenCvSharp;

namespace EmotionGrpc.Detection.Geometry;

/// <summary>What a thread cuts with, kept from one cut to the next: a frame is cut several times, and each picture and matrix of OpenCV is several objects with finalizers.</summary>
internal static class CutScratch
{
    [ThreadStatic]
    private static Dictionary<(int Width, int Height), Mat>? t_pictures;

    [ThreadStatic]
    private static Mat? t_matrix;

    [ThreadStatic]
    private static InputArray? t_map;

    /// <summary>A picture to be overwritten, the calling thread's until it asks for one of the same size again; models are few, and so are their sizes.</summary>
    public static Mat Picture(int width, int height)
    {
        var pictures = t_pictures ??= [];
        if (!pictures.TryGetValue((width, height), out var picture))
            pictures.Add((width, height), picture = new Mat(height, width, MatType.CV_8UC3));
        return picture;
    }

    /// <summary>An affine map for OpenCV, the calling thread's until it asks for the next.</summary>
    /// <param name="values">Two rows of three.</param>
    public static InputArray Map(ReadOnlySpan<double> values)
    {
        var matrix = t_matrix ??= new Mat(2, 3, MatType.CV_64FC1);
        values.CopyTo(matrix.AsSpan<double>());
        return t_map ??= matrix;
    }
}
