namespace EmotionGrpc.Load.Suite;

/// <summary>What all processes of the suite have used since their start.</summary>
/// <param name="Services">Each process.</param>
/// <param name="Timestamp">When it was read, by <see cref="System.Diagnostics.Stopwatch"/>.</param>
internal sealed record SuiteReading(IReadOnlyList<ServiceReading> Services, long Timestamp)
{
    public double Results => Services.Sum(s => s.Results);

    public double ProcessorSeconds => Services.Sum(s => s.ProcessorSeconds);

    public double AllocatedBytes => Services.Sum(s => s.AllocatedBytes);

    public double CollectorPauseSeconds => Services.Sum(s => s.CollectorPauseSeconds);

    /// <summary>Items that each model has scored.</summary>
    public IReadOnlyDictionary<string, double> Items => Services.SelectMany(s => s.Metrics.ByModel("emotion_batch_size_sum"))
        .GroupBy(i => i.Key).ToDictionary(g => g.Key, g => g.Sum(i => i.Value));

    /// <summary>Items that each model has scored since an earlier reading; those without any are left out.</summary>
    public IReadOnlyDictionary<string, double> ItemsSince(SuiteReading earlier) =>
        Items.Select(i => (i.Key, Value: i.Value - earlier.Items.GetValueOrDefault(i.Key))).Where(i => i.Value > 0).ToDictionary(i => i.Key, i => i.Value);
}
