using EmotionGrpc.Edge.Live;
using EmotionGrpc.V1;
using OpenCvSharp;
using Point = OpenCvSharp.Point;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>The panel beside a person: the three likeliest emotions, the mask state, and how much of the answer each stream made.</summary>
internal static class PersonPanel
{
    private const int Labels = 3;
    private const int RowHeight = 16;
    private const int Width = 194;
    private const int WidthOfWords = 150;
    private const int Padding = 7;
    private const double TextSize = 0.42;

    /// <summary>The panel's size in pixels of the canvas.</summary>
    public static Size Measure(Brush brush, PersonResult person) =>
        new(brush.Pixels(HasBars(person) ? Width : WidthOfWords), brush.Pixels(Rows(person) * RowHeight) + brush.Pixels(2 * Padding));

    public static void Draw(Brush brush, PersonResult person, Point at, Ink ink)
    {
        var size = Measure(brush, person);
        brush.Veil(new Rect(at, size), Ink.Panel, 0.72);
        brush.Fill(new Rect(at.X, at.Y, brush.Pixels(3), size.Height), ink.Track(person.TrackId));

        var y = at.Y + brush.Pixels(Padding);
        foreach (var score in Top(person.Emotion))
            Bar(score.Label, score.Probability, ink.Label(score.Label));
        foreach (var stream in person.Emotion?.Streams ?? [])
        {
            if (stream.Absence != null)
                Words($"{Wording.Of(stream.Stream)}: {Wording.Of(stream.Absence.Reason)}");
            else
                Bar($"{Wording.Of(stream.Stream)} share", stream.Influence, ink.FaintText);
        }

        if (SaysMask(person))
            Words(Wording.Of(person.Face));

        void Bar(string name, float share, Scalar color)
        {
            var left = at.X + brush.Pixels(10);
            var baseline = y + brush.Pixels(12);
            brush.Text(name, new Point(left, baseline), ink.Text, TextSize);
            var percent = Wording.Percent(share);
            var right = at.X + size.Width - brush.Pixels(6);
            brush.Text(percent, new Point(right - brush.Measure(percent, TextSize).Width, baseline), ink.Text, TextSize);
            var trough = new Rect(at.X + brush.Pixels(100), y + brush.Pixels(4), brush.Pixels(50), brush.Pixels(8));
            brush.Fill(trough, Ink.Trough);
            var full = (int)Math.Round(trough.Width * Math.Clamp(share, 0, 1));
            brush.Fill(new Rect(trough.X, trough.Y, full, trough.Height), color);
            y += brush.Pixels(RowHeight);
        }

        void Words(string words)
        {
            brush.Text(words, new Point(at.X + brush.Pixels(10), y + brush.Pixels(12)), ink.FaintText, TextSize);
            y += brush.Pixels(RowHeight);
        }
    }

    private static IEnumerable<LabelScore> Top(Emotion? emotion) =>
        emotion == null ? [] : emotion.Scores.OrderByDescending(s => s.Probability).Take(Labels);

    private static bool HasBars(PersonResult person) =>
        person.Emotion != null && (person.Emotion.Scores.Count > 0 || person.Emotion.Streams.Any(s => s.Absence == null));

    // A face stream that found no face says it already.
    private static bool SaysMask(PersonResult person) =>
        person.Face != null || person.Emotion?.Streams.Any(s => s is { Stream: StreamKind.Face, Absence.Reason: AbsenceReason.NotFound }) != true;

    private static int Rows(PersonResult person) =>
        Top(person.Emotion).Count() + (person.Emotion?.Streams.Count ?? 0) + (SaysMask(person) ? 1 : 0);
}
