using System.Globalization;
using System.Text;
using EmotionGrpc.Edge.Annotation;
using EmotionGrpc.Edge.Live;
using static EmotionGrpc.Edge.Report.HtmlReport;

namespace EmotionGrpc.Edge.Report;

/// <summary>The moments at which each stretch of a label was clearest, as small drawings of the skeleton.</summary>
internal static class KeyMoments
{
    private const int Most = 8;
    private const int Height = 110;
    private const float Margin = 0.12f;

    /// <summary>The clearest sample of each of the longest stretches, in order of time; those without a pose are left out.</summary>
    public static IReadOnlyList<(LabelRun Run, PersonSample Sample)> Find(PersonStory person) =>
    [
        .. person.Runs.OrderByDescending(r => r.To - r.From)
            .Select(run => (Run: run, Sample: person.Scored.Where(s => s.Time >= run.From && s.Time <= run.To && s.Pose != null).MaxBy(s => s.Probabilities![run.Label])))
            .Where(m => m.Sample != null)
            .Take(Most)
            .OrderBy(m => m.Sample!.Time)
            .Select(m => (m.Run, m.Sample!)),
    ];

    public static void Append(StringBuilder html, PersonStory person, IReadOnlyList<string> labels)
    {
        var moments = Find(person);
        if (moments.Count == 0)
            return;
        html.Append("<h3>Key moments</h3><div class=\"moments\">");
        foreach (var (run, sample) in moments)
        {
            var label = labels[run.Label];
            var color = LabelColors.Of(label).Hex;
            html.Append("<figure>");
            Draw(html, sample.Pose!, color, $"Skeleton at {Wording.Clock(sample.Time)}");
            html.Append($"<figcaption><i style=\"background:{color}\"></i>{Text(label)} {Wording.Percent(sample.Probabilities![run.Label])}<br><span class=\"faint\">{Wording.Clock(sample.Time)}</span></figcaption></figure>");
        }

        html.Append("</div>");
    }

    private static void Draw(StringBuilder html, Pose pose, string color, string words)
    {
        var points = pose.Joints.Values.ToList();
        if (pose.Face is { } box)
            points.AddRange([(box.X, box.Y), (box.X + box.Width, box.Y + box.Height)]);
        var (left, top) = (points.Min(p => p.X), points.Min(p => p.Y));
        var (width, height) = (Math.Max(1, points.Max(p => p.X) - left), Math.Max(1, points.Max(p => p.Y) - top));
        var scale = Height * (1 - (2 * Margin)) / Math.Max(width, height);
        html.Append($"<svg viewBox=\"0 0 {Height} {Height}\" width=\"{Height}\" height=\"{Height}\" role=\"img\" aria-label=\"{Text(words)}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"3\" stroke-linecap=\"round\">");
        foreach (var (from, to) in Skeleton.Bones)
        {
            if (pose.Joints.TryGetValue(from, out var a) && pose.Joints.TryGetValue(to, out var b))
                html.Append($"<path d=\"M{X(a.X)} {Y(a.Y)}L{X(b.X)} {Y(b.Y)}\"/>");
        }

        if (pose.Face is { } face)
            html.Append($"<rect x=\"{X(face.X)}\" y=\"{Y(face.Y)}\" width=\"{Length(face.Width)}\" height=\"{Length(face.Height)}\" rx=\"{Length(face.Width / 3)}\"/>");
        foreach (var (x, y) in pose.Joints.Values)
            html.Append($"<circle cx=\"{X(x)}\" cy=\"{Y(y)}\" r=\"1.5\" fill=\"{color}\" stroke=\"none\"/>");
        html.Append("</svg>");

        string X(float x) => Short(((x - left - (width / 2)) * scale) + (Height / 2f));
        string Y(float y) => Short(((y - top - (height / 2)) * scale) + (Height / 2f));
        string Length(float length) => Short(length * scale);
        static string Short(float value) => value.ToString("0.#", CultureInfo.InvariantCulture);
    }
}
