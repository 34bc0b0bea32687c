namespace EmotionGrpc.Edge.Report;

/// <summary>Everything that the report says of one person.</summary>
internal sealed class PersonStory
{
    private static readonly TimeSpan ShortestRun = TimeSpan.FromSeconds(0.4);

    public PersonStory(uint track, IReadOnlyList<PersonSample> samples, int labels)
    {
        Track = track;
        Samples = samples;
        Scored = [.. samples.Where(s => s.Probabilities?.Length == labels)];
        MeanProbability = [.. Enumerable.Range(0, labels).Select(i => Scored.Count == 0 ? 0 : Scored.Average(s => s.Probabilities![i]))];
        TopShare = [.. Enumerable.Range(0, labels).Select(i => Share(Scored, s => LabelRuns.Top(s.Probabilities!) == i))];
        MaskShare = Enum.GetValues<MaskReading>().Select(m => (m, Share(samples, s => s.Mask == m))).Where(m => m.Item2 > 0).ToDictionary();
        Runs = LabelRuns.Find(samples, ShortestRun);
        Streams = [.. samples.SelectMany(s => s.Streams).GroupBy(s => s.Stream).OrderBy(g => g.Key).Select(g => new StreamStory(g.Key, [.. g]))];
    }

    public uint Track { get; }

    /// <summary>One per result that shows the person.</summary>
    public IReadOnlyList<PersonSample> Samples { get; }

    /// <summary>Those with scores.</summary>
    public IReadOnlyList<PersonSample> Scored { get; }

    /// <summary>Mean probability of each label.</summary>
    public IReadOnlyList<double> MeanProbability { get; }

    /// <summary>Share of the scored samples in which each label is on top.</summary>
    public IReadOnlyList<double> TopShare { get; }

    /// <summary>Share of the samples with each mask state; states that do not occur are left out.</summary>
    public IReadOnlyDictionary<MaskReading, double> MaskShare { get; }

    public IReadOnlyList<LabelRun> Runs { get; }

    public IReadOnlyList<StreamStory> Streams { get; }

    public TimeSpan First => Samples[0].Time;

    public TimeSpan Last => Samples[^1].Time;

    private static double Share(IReadOnlyCollection<PersonSample> samples, Func<PersonSample, bool> holds) =>
        samples.Count == 0 ? 0 : (double)samples.Count(holds) / samples.Count;
}
