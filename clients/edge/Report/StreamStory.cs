using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Report;

/// <summary>What one stream gave to one person's results.</summary>
internal sealed class StreamStory(StreamKind stream, IReadOnlyList<StreamReading> readings)
{
    public StreamKind Stream { get; } = stream;

    /// <summary>Mean influence where it was present; null when it never was.</summary>
    public double? MeanInfluence { get; } = readings.Any(r => r.Influence != null) ? readings.Average(r => r.Influence) : null;

    /// <summary>Share of the results in which it was present.</summary>
    public double Present { get; } = (double)readings.Count(r => r.Influence != null) / readings.Count;

    /// <summary>Share of the results in which it was absent, by reason.</summary>
    public IReadOnlyList<(AbsenceReason Reason, double Share)> Absent { get; } =
        [.. readings.Where(r => r.Influence == null).GroupBy(r => r.Absence).Select(g => (g.Key, (double)g.Count() / readings.Count)).OrderByDescending(a => a.Item2)];
}
