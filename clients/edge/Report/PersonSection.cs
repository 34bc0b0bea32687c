using System.Text;
using EmotionGrpc.Edge.Live;
using static EmotionGrpc.Edge.Report.HtmlReport;

namespace EmotionGrpc.Edge.Report;

/// <summary>The part of the report that tells of one person.</summary>
internal static class PersonSection
{
    public static void Append(StringBuilder html, PersonStory person, ReportData data)
    {
        var duration = data.Run.Position;
        html.Append($"<section class=\"person\"><h2>Person {person.Track}</h2><p class=\"faint\">seen from {Wording.Clock(person.First)} to {Wording.Clock(person.Last)}, in {person.Samples.Count} frames</p>");
        if (person.Scored.Count == 0)
        {
            html.Append("<p>No stream gave a score for this person.</p>");
        }
        else
        {
            html.Append("<h3>Emotions over time</h3>");
            Legend(html, data.Labels.Select(l => (l, LabelColors.Of(l).Hex)));
            html.Append(PersonCharts.Emotions(person, data, duration));
            html.Append(data.LabelsExclude ? "<p class=\"faint\">Probabilities; they sum to 100 %.</p>" : "<p class=\"faint\">Probabilities; each label holds or not by itself.</p>");
        }

        KeyMoments.Append(html, person, data.Labels);
        html.Append("<h3>Influence of face and body</h3>");
        Legend(html, person.Streams.Select(s => (Wording.Of(s.Stream), PersonCharts.Color(s.Stream))));
        html.Append(PersonCharts.Influences(person, duration));
        html.Append("<h3>Mask</h3>");
        Legend(html, person.MaskShare.Select(m => ($"{PersonCharts.Words(m.Key)} {Wording.Percent(m.Value)}", PersonCharts.Color(m.Key))));
        html.Append(PersonCharts.Masks(person, duration));
        html.Append("<div class=\"columns\">");
        Emotions(html, person, data);
        Streams(html, person);
        html.Append("</div></section>\n");
    }

    private static void Emotions(StringBuilder html, PersonStory person, ReportData data)
    {
        if (person.Scored.Count == 0)
            return;
        html.Append("<table class=\"figures\"><tr><th>emotion</th><th>mean probability</th><th>share of time on top</th></tr>");
        foreach (var i in Enumerable.Range(0, data.Labels.Count).OrderByDescending(i => person.MeanProbability[i]))
        {
            html.Append($"<tr><td><i style=\"background:{LabelColors.Of(data.Labels[i]).Hex}\"></i>{Text(data.Labels[i])}</td>");
            html.Append($"<td>{Number(person.MeanProbability[i] * 100)}%</td><td>{Number(person.TopShare[i] * 100)}%</td></tr>");
        }

        html.Append("</table>");
    }

    private static void Streams(StringBuilder html, PersonStory person)
    {
        html.Append("<table class=\"figures\"><tr><th>stream</th><th>present</th><th>mean influence when present</th><th>absent</th></tr>");
        foreach (var s in person.Streams)
        {
            var absent = s.Absent.Count == 0 ? "never" : string.Join(", ", s.Absent.Select(a => $"{Wording.Of(a.Reason)} {Wording.Percent(a.Share)}"));
            html.Append($"<tr><td><i style=\"background:{PersonCharts.Color(s.Stream)}\"></i>{Wording.Of(s.Stream)}</td><td>{Wording.Percent(s.Present)}</td>");
            html.Append($"<td>{(s.MeanInfluence is { } i ? Number(i, "0.00") : "–")}</td><td>{Text(absent)}</td></tr>");
        }

        html.Append("</table>");
    }

    private static void Legend(StringBuilder html, IEnumerable<(string Name, string Color)> entries)
    {
        html.Append("<p class=\"legend\">");
        foreach (var (name, color) in entries)
            html.Append($"<span><i style=\"background:{color}\"></i>{Text(name)}</span>");
        html.Append("</p>");
    }
}
