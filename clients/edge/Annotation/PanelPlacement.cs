using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>Finds the panel's place: near its person, over no face and no other panel, and where it was before if that is as good.</summary>
internal sealed class PanelPlacement
{
    private const double MoveOnlyIfBetterBy = 0.25;

    private readonly Dictionary<uint, int> _last = [];

    /// <summary>Chooses a place.</summary>
    /// <param name="track">Whose panel it is.</param>
    /// <param name="person">The person's box.</param>
    /// <param name="size">The panel's size.</param>
    /// <param name="picture">The picture's size.</param>
    /// <param name="faces">Boxes that must stay visible.</param>
    /// <param name="others">Boxes of the other persons, better left visible.</param>
    /// <param name="taken">Where other panels are.</param>
    public Point Place(
        uint track, Rect person, Size size, Size picture, IReadOnlyList<Rect> faces, IReadOnlyList<Rect> others, IReadOnlyList<Rect> taken)
    {
        var candidates = Candidates(person, size, picture);
        var costs = candidates.Select(c => Cost(new Rect(c, size), person, picture, faces, others, taken)).ToArray();
        var best = Array.IndexOf(costs, costs.Min());
        if (_last.TryGetValue(track, out var last) && costs[last] <= costs[best] + MoveOnlyIfBetterBy)
            best = last;
        _last[track] = best;
        return candidates[best];
    }

    private static Point[] Candidates(Rect person, Size size, Size picture)
    {
        const int Gap = 6;
        var right = picture.Width - size.Width - Gap;
        var bottom = picture.Height - size.Height - Gap;
        Point[] wished =
        [
            new(person.Right + Gap, person.Top),
            new(person.Left - size.Width - Gap, person.Top),
            new(person.Right - size.Width - Gap, person.Bottom - size.Height - Gap),
            new(person.Left + Gap, person.Bottom - size.Height - Gap),
            new(person.Left, person.Bottom + Gap),
            new(person.Left, person.Top - (2 * size.Height / 3) - size.Height),
            new(right, Gap),
            new(Gap, Gap),
            new(right, bottom),
            new(Gap, bottom),
        ];
        return [.. wished.Select(p => new Point(Math.Clamp(p.X, 0, Math.Max(0, right + Gap)), Math.Clamp(p.Y, 0, Math.Max(0, bottom + Gap))))];
    }

    private static double Cost(
        Rect panel, Rect person, Size picture, IReadOnlyList<Rect> faces, IReadOnlyList<Rect> others, IReadOnlyList<Rect> taken)
    {
        double area = panel.Width * panel.Height;
        var hidden = faces.Sum(f => Area(panel & f)) / area;
        var covered = taken.Sum(t => Area(panel & t)) / area;
        var over = (Area(panel & person) + (3 * others.Sum(o => Area(panel & o)))) / area;
        var dx = (panel.Left + panel.Right - person.Left - person.Right) / 2.0;
        var dy = (panel.Top + panel.Bottom - person.Top - person.Bottom) / 2.0;
        var far = Math.Sqrt((dx * dx) + (dy * dy)) / picture.Width;
        return (8 * hidden) + (6 * covered) + (0.6 * over) + far;
    }

    private static double Area(Rect box) => Math.Max(0, box.Width) * (double)Math.Max(0, box.Height);
}
