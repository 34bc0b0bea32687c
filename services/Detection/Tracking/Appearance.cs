using EmotionGrpc.Detection.Geometry;
using OpenCvSharp;

namespace EmotionGrpc.Detection.Tracking;

/// <summary>How a place of the picture looked, coarse and gray: enough to see that something in it moves.</summary>
internal sealed class Appearance
{
    private const int Side = 32;

    // Gray levels by which a pixel must differ: above what a camera's noise and JPEG leave at this size.
    private const int Change = 18;

    // A thread looks at one place after the other.
    [ThreadStatic]
    private static Mat? t_small;

    [ThreadStatic]
    private static Mat? t_gray;

    private readonly Rect _place;
    private readonly byte[] _gray;

    private Appearance(Rect place, byte[] gray) => (_place, _gray) = (place, gray);

    /// <summary>The appearance of a box.</summary>
    /// <returns>Null when the box lies outside the frame.</returns>
    public static Appearance? Of(Mat frame, BoundingBox box)
    {
        var inside = box.Intersect(new BoundingBox(0, 0, frame.Width, frame.Height));
        var place = new Rect((int)inside.X, (int)inside.Y, (int)inside.Width, (int)inside.Height);
        return place is { Width: > 0, Height: > 0 } ? new Appearance(place, Gray(frame, place).ToArray()) : null;
    }

    /// <summary>Share of the place, 0 to 1, that looks different in another frame; 1 in one of another size.</summary>
    public float ChangedShare(Mat frame)
    {
        if (_place.Right > frame.Width || _place.Bottom > frame.Height)
            return 1;
        var now = Gray(frame, _place);
        var changed = 0;
        for (var i = 0; i < now.Length; i++)
        {
            if (Math.Abs(now[i] - _gray[i]) > Change)
                changed++;
        }

        return changed / (float)now.Length;
    }

    /// <summary>Gray levels of a place; good until the thread looks at the next.</summary>
    private static ReadOnlySpan<byte> Gray(Mat frame, Rect place)
    {
        var (small, gray) = (t_small ??= new Mat(), t_gray ??= new Mat());
        using var view = new Mat(frame, place);
        using (InputArray source = view)
            Cv2.Resize(source, small, new Size(Side, Side), 0, 0, InterpolationFlags.Area);
        using (InputArray source = small)
            Cv2.CvtColor(source, gray, ColorConversionCodes.BGR2GRAY);
        return gray.AsSpan<byte>();
    }
}
