using System.Globalization;
using System.Text;
using EmotionGrpc.Edge.Live;

namespace EmotionGrpc.Edge.Report;

/// <summary>What the terminal says at the end.</summary>
internal static class SummaryText
{
    private const int MostRuns = 14;
    private const int MostPersons = 12;

    /// <summary>Frames, persons, speed and stages.</summary>
    public static string Render(ReportData data)
    {
        var text = new StringBuilder();
        var run = data.Run;
        Line("Frames", $"{run.Sent} sent, {run.Results} answered by a result ({Share(run.Results, run.Sent)}), {run.DroppedCount} dropped{Why(run)}, {run.Errors} errors");
        if (run.FirstError is { } error)
            Line("", $"first error: {error}");
        Line("Persons", $"{(data.Persons.Count == 0 ? "nobody was found" : data.Persons.Count)}");
        foreach (var person in data.Persons.Take(MostPersons))
            Person(person);
        if (data.Persons.Count > MostPersons)
            Line("", $"... and {data.Persons.Count - MostPersons} more in the report");
        if (data.Link is { Reconnects: > 0 } link)
            Line("Breaks", $"{link.Reconnects}, {link.Resumed} of them without loss of context; {link.Resent} unanswered frames sent again, {link.Replayed} answered ones for the context");
        if (data.Link.Encoding is { } encoding)
            Line("Encoding", $"at the end: {Wording.Of(encoding)}");
        Line("Speed", $"{run.MeanRate:0.0} frames/s; age of a result: median {Wording.Milliseconds(run.AgeMedian)}, 95% {Wording.Milliseconds(run.AgePercentile95)}");
        Stages();
        return text.ToString();

        void Person(PersonStory p)
        {
            var top = Enumerable.Range(0, data.Labels.Count).Where(i => p.TopShare[i] > 0).OrderByDescending(i => p.TopShare[i])
                .Select(i => $"{data.Labels[i]} {Wording.Percent(p.TopShare[i])}");
            var mask = p.MaskShare.OrderByDescending(m => m.Value).Select(m => $"{PersonCharts.Words(m.Key)} {Wording.Percent(m.Value)}");
            var streams = p.Streams.Select(s => s.MeanInfluence is { } i ? $"{Wording.Of(s.Stream)} {i:0.00}" : $"{Wording.Of(s.Stream)} {Wording.Of(s.Absent[0].Reason)}");
            Line($"  #{p.Track}", $"{Wording.Clock(p.First)} to {Wording.Clock(p.Last)}, {p.Samples.Count} frames; {string.Join(", ", mask)}; mean influence: {string.Join(", ", streams)}");
            if (p.Scored.Count == 0)
                return;
            Line("", $"on top: {string.Join(", ", top)}");
            var shown = p.Runs.Take(MostRuns).Select(r => $"{Clock(r.From)} {data.Labels[r.Label]}");
            Line("", $"over time: {string.Join(" > ", shown)}{(p.Runs.Count > MostRuns ? $" > ... ({p.Runs.Count} changes)" : "")}");
        }

        void Stages()
        {
            if (data.Stages.Count == 0)
                return;
            text.AppendLine();
            text.AppendLine($"{"Stage",-22}{"mean ms",9}{"95% ms",9}{"model ms",10}");
            foreach (var s in data.Stages)
                text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  {s.Stage,-20}{s.Mean,9:0.00}{s.Percentile95,9:0.00}{(s.ModelMean > 0 ? s.ModelMean.ToString("0.00", CultureInfo.InvariantCulture) : "-"),10}"));
            if (data.Total is { } total)
                text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  a frame is {total.Mean:0.0} ms in the server (waiting included); the models' own times sum to {total.ModelMean:0.0} ms"));
        }

        string Clock(TimeSpan time) => run.Position < TimeSpan.FromMinutes(1) ? Wording.Clock(time) : $"{(int)time.TotalMinutes}:{time.Seconds:00}";

        void Line(string name, FormattableString value) => text.AppendLine($"{name,-11}{value.ToString(CultureInfo.InvariantCulture)}");
    }

    private static string Why(RunSnapshot run) => run.DroppedCount == 0 ? "" : $" ({Wording.Drops(run.Dropped)})";

    private static string Share(long part, long whole) => whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0}%");
}
