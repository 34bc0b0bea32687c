using EmotionGrpc.Edge.Live;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Report;

/// <summary>The charts of one person.</summary>
internal static class PersonCharts
{
    public const string FaceColor = "#e07a3f";
    public const string BodyColor = "#4a8fd6";

    private static readonly int[] Quarters = [0, 25, 50, 75, 100];
    private static readonly int[] Halves = [0, 50, 100];

    /// <summary>Emotions over time: areas that stack to 100 % where labels exclude each other, else lines.</summary>
    public static string Emotions(PersonStory person, ReportData data, TimeSpan duration)
    {
        var chart = new Chart($"Emotions of person {person.Track} over time", duration, 200, Quarters);
        var stretches = Series.Thin(person.Scored.Select(s => (s.Time, (double[]?)Array.ConvertAll(s.Probabilities!, p => (double)p))), duration);
        foreach (var stretch in stretches)
        {
            var low = new double[stretch.Count];
            for (var label = 0; label < data.Labels.Count; label++)
            {
                var name = data.Labels[label];
                var color = LabelColors.Of(name).Hex;
                if (data.LabelsExclude)
                {
                    var band = stretch.Select((p, i) => (p.Time, low[i], low[i] += p.Values[label])).ToList();
                    chart.Area(band, color, name);
                }
                else
                {
                    chart.Line([.. stretch.Select(p => (p.Time, p.Values[label]))], color, name);
                }
            }
        }

        return chart.Finish();
    }

    /// <summary>The influence of the streams over time; a gap where a stream was absent.</summary>
    public static string Influences(PersonStory person, TimeSpan duration)
    {
        var chart = new Chart($"Influence of face and body on the emotion of person {person.Track} over time", duration, 72, Halves);
        foreach (var stream in person.Streams)
        {
            var influences = person.Samples.Select(s => (s.Time, Influence(s, stream.Stream)));
            foreach (var stretch in Series.Thin(influences, duration))
                chart.Line([.. stretch.Select(p => (p.Time, p.Values[0]))], Color(stream.Stream), Wording.Of(stream.Stream));
        }

        return chart.Finish();
    }

    /// <summary>The mask state over time.</summary>
    public static string Masks(PersonStory person, TimeSpan duration)
    {
        var chart = new Chart($"Mask state of person {person.Track} over time", duration, 14, []);
        var samples = person.Samples;
        for (var i = 0; i < samples.Count;)
        {
            var end = i;
            while (end + 1 < samples.Count && samples[end + 1].Mask == samples[i].Mask && (samples[end + 1].Time - samples[end].Time).TotalSeconds < 0.75)
                end++;
            var to = end + 1 < samples.Count && (samples[end + 1].Time - samples[end].Time).TotalSeconds < 0.75 ? samples[end + 1].Time : samples[end].Time;
            chart.Span(samples[i].Time.TotalSeconds, to.TotalSeconds, Color(samples[i].Mask), Words(samples[i].Mask));
            i = end + 1;
        }

        return chart.Finish();
    }

    public static string Color(StreamKind stream) => stream == StreamKind.Face ? FaceColor : BodyColor;

    public static string Color(MaskReading mask) => mask switch
    {
        MaskReading.With => "#2a9d8f",
        MaskReading.Without => "#b9a06a",
        MaskReading.Unsure => "#8f7fb8",
        MaskReading.NotExamined => "#9aa0a6",
        _ => "#c9ccd1",
    };

    public static string Words(MaskReading mask) => mask switch
    {
        MaskReading.With => "mask",
        MaskReading.Without => "no mask",
        MaskReading.Unsure => "unsure",
        MaskReading.NotExamined => "not examined",
        _ => "no face",
    };

    private static double[]? Influence(PersonSample sample, StreamKind stream)
    {
        foreach (var reading in sample.Streams)
        {
            if (reading.Stream == stream && reading.Influence is { } influence)
                return [influence];
        }

        return null;
    }
}
