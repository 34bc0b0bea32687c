using System.Text.Json;
using EmotionGrpc.Edge.Live;

namespace EmotionGrpc.Edge.Report;

/// <summary>The same as <see cref="SummaryText"/>, for programs.</summary>
internal static class SummaryJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Render(ReportData data, IReadOnlyDictionary<string, string> files) => JsonSerializer.Serialize(
        new
        {
            Source = data.SourceName,
            Files = files,
            Frames = new
            {
                data.Run.Sent,
                data.Run.Results,
                Dropped = data.Run.Dropped.ToDictionary(d => Wording.Of(d.Key), d => d.Value),
                data.Run.Errors,
                data.Run.FirstError,
            },
            Persons = data.Persons.Select(p => new
            {
                TrackId = p.Track,
                FirstSeconds = p.First.TotalSeconds,
                LastSeconds = p.Last.TotalSeconds,
                Frames = p.Samples.Count,
                MeanProbability = Labelled(data, p.MeanProbability),
                ShareOnTop = Labelled(data, p.TopShare),
                Mask = p.MaskShare.ToDictionary(m => PersonCharts.Words(m.Key), m => m.Value),
                Streams = p.Streams.ToDictionary(s => Wording.Of(s.Stream), s => new { s.Present, s.MeanInfluence }),
                Timeline = p.Runs.Select(r => new { Label = data.Labels[r.Label], FromSeconds = r.From.TotalSeconds, ToSeconds = r.To.TotalSeconds }),
            }),
            FramesPerSecond = data.Run.MeanRate,
            AgeMilliseconds = new { Median = data.Run.AgeMedian?.TotalMilliseconds, Percentile95 = data.Run.AgePercentile95?.TotalMilliseconds },
            Link = new { data.Link.Reconnects, data.Link.Resumed, data.Link.Resent, data.Link.Replayed, data.Link.Encoding },
            Stages = data.Stages.Select(s => new { s.Stage, s.Mean, s.Percentile95, s.ModelMean, s.ModelPercentile95 }),
            Models = data.Models.Select(m => new { m.Name, m.Version, m.Task }),
        },
        Options);

    private static Dictionary<string, double> Labelled(ReportData data, IReadOnlyList<double> values) =>
        data.Labels.Select((label, i) => (label, values[i])).ToDictionary();
}
