using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>
/// Paints faces over, in one colour: blurred or coarse faces can be recognised all the same. What is not known is painted too: a person without a face has
/// the head painted, a person who is not found for a moment has the last place painted, and a picture without a result of its own is painted whole.
/// </summary>
internal sealed class FaceRedaction
{
    // As long as the detection service keeps a lost track; a person may move on meanwhile, so the place grows.
    private static readonly TimeSpan s_remember = TimeSpan.FromSeconds(1.5);
    private const double GrownBy = 0.5;

    private static readonly Scalar s_paint = Scalar.All(40);

    private readonly Dictionary<uint, (TimeSpan Time, IReadOnlyList<Rect2d> Regions)> _last = [];

    /// <summary>Paints.</summary>
    /// <param name="canvas">The picture, nothing drawn into it yet.</param>
    /// <param name="result">What was found in this very picture; null: nobody knows, and all of it is painted.</param>
    /// <param name="time">The picture's time by the source's clock.</param>
    public void Paint(Mat canvas, FrameResult? result, TimeSpan time)
    {
        if (result is not { Width: > 0, Height: > 0 })
        {
            canvas.SetTo(s_paint);
            return;
        }

        foreach (var person in result.Persons)
        {
            var regions = HeadRegions.Of(person);
            // Where the head was a moment ago counts while the face is not seen.
            if (person.Face is null && Remembered(person.TrackId, time) is { } before)
                Paint(canvas, result, before);
            else
                _last[person.TrackId] = (time, regions);
            Paint(canvas, result, regions);
        }

        foreach (var lost in _last.Keys.Except(result.Persons.Select(p => p.TrackId)).ToArray())
        {
            if (Remembered(lost, time) is { } before)
                Paint(canvas, result, before);
            else
                _last.Remove(lost);
        }
    }

    private IEnumerable<Rect2d>? Remembered(uint track, TimeSpan time) =>
        _last.TryGetValue(track, out var last) && time - last.Time <= s_remember ? last.Regions.Select(r => HeadRegions.Grow(r, GrownBy)) : null;

    private static void Paint(Mat canvas, FrameResult result, IEnumerable<Rect2d> regions)
    {
        var (x, y) = ((double)canvas.Width / result.Width, (double)canvas.Height / result.Height);
        foreach (var region in regions)
        {
            // Whole pixels, outward.
            var (left, top) = ((int)Math.Floor(region.Left * x), (int)Math.Floor(region.Top * y));
            var (right, bottom) = ((int)Math.Ceiling(region.Right * x), (int)Math.Ceiling(region.Bottom * y));
            var inside = new Rect(left, top, right - left, bottom - top) & new Rect(0, 0, canvas.Width, canvas.Height);
            if (inside is { Width: > 0, Height: > 0 })
                Cv2.Rectangle(canvas, inside, s_paint, -1);
        }
    }
}
