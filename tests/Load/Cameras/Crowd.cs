using OpenCvSharp;

namespace EmotionGrpc.Load.Cameras;

/// <summary>Pictures with a number of people, made of a frame of the sample video, which shows one.</summary>
internal static class Crowd
{
    /// <summary>The left of the frame, where nobody ever is.</summary>
    private const double EmptyShare = 0.2;

    /// <summary>Most people beside each other; more make a second row.</summary>
    private const int MostBeside = 2;

    /// <summary>A picture.</summary>
    /// <param name="frame">Of the sample video.</param>
    /// <param name="people">0: the empty left of the frame and its mirror image, in turns; more: the frame that often, in tiles.</param>
    /// <param name="width">Of the picture in pixels.</param>
    /// <param name="height">Of the picture in pixels.</param>
    public static Mat Of(Mat frame, int people, int width, int height)
    {
        if (people == 0)
        {
            using var empty = Empty(frame);
            return Fill(empty, width, height);
        }

        var columns = Math.Min(people, MostBeside);
        var rows = (people + columns - 1) / columns;
        using var tile = Fill(frame, width / columns, height / rows);
        var picture = new Mat(height, width, frame.Type(), Scalar.Gray);
        for (var i = 0; i < people; i++)
        {
            using var place = new Mat(picture, new Rect(i % columns * tile.Width, i / columns * tile.Height, tile.Width, tile.Height));
            tile.CopyTo(place);
        }

        return picture;
    }

    private static Mat Empty(Mat frame)
    {
        using var left = new Mat(frame, new Rect(0, 0, (int)(frame.Width * EmptyShare), frame.Height));
        using var mirrored = left.Flip(FlipMode.Y);
        var picture = new Mat();
        Cv2.HConcat([left, mirrored, left, mirrored, left], picture);
        return picture;
    }

    /// <summary>Scales until the size is filled, and cuts the middle out.</summary>
    private static Mat Fill(Mat frame, int width, int height)
    {
        var scale = Math.Max((double)width / frame.Width, (double)height / frame.Height);
        var (w, h) = (Math.Max(width, (int)Math.Round(frame.Width * scale)), Math.Max(height, (int)Math.Round(frame.Height * scale)));
        using var scaled = frame.Resize(new Size(w, h), 0, 0, scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
        using var cut = new Mat(scaled, new Rect((w - width) / 2, (h - height) / 2, width, height));
        return cut.Clone();
    }
}
