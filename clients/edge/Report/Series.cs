namespace EmotionGrpc.Edge.Report;

/// <summary>Values over time, thinned out so that a chart of hours stays small.</summary>
internal static class Series
{
    private const int MostPoints = 420;

    /// <summary>Averages samples over equal stretches and cuts where nothing was known for a while.</summary>
    /// <param name="samples">Time and values; null: not known.</param>
    /// <param name="duration">Length of the time axis.</param>
    /// <returns>Stretches without a gap; each point has the time in seconds and one value per series.</returns>
    public static IReadOnlyList<IReadOnlyList<(double Time, double[] Values)>> Thin(IEnumerable<(TimeSpan Time, double[]? Values)> samples, TimeSpan duration)
    {
        var step = Math.Max(duration.TotalSeconds / MostPoints, 1e-3);
        var gap = Math.Max(0.75, 3 * step);
        var stretches = new List<List<(double, double[])>>();
        var last = double.NegativeInfinity;
        foreach (var bucket in samples.Where(s => s.Values != null).GroupBy(s => (long)(s.Time.TotalSeconds / step)))
        {
            var time = bucket.Average(s => s.Time.TotalSeconds);
            var count = bucket.First().Values!.Length;
            var values = Enumerable.Range(0, count).Select(i => bucket.Average(s => s.Values![i])).ToArray();
            if (time - last > gap)
                stretches.Add([]);
            stretches[^1].Add((time, values));
            last = time;
        }

        return stretches;
    }
}
