using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Report;

/// <summary>Gathers the times of stages.</summary>
internal sealed class StageTable
{
    public const string Total = "total";

    private readonly Dictionary<string, List<(float Wall, float Model)>> _stages = [];
    private readonly List<string> _order = [];

    /// <summary>Adds the times of one result; a stage that is named twice counts as one.</summary>
    public void Add(IEnumerable<StageTime> times)
    {
        foreach (var stage in times.GroupBy(t => t.Stage))
        {
            if (!_stages.TryGetValue(stage.Key, out var list))
            {
                _stages.Add(stage.Key, list = []);
                _order.Add(stage.Key);
            }

            list.Add((stage.Sum(s => s.Milliseconds), stage.Sum(s => s.ModelMilliseconds)));
        }
    }

    /// <summary>One line per stage, as the server names them; the total comes last.</summary>
    public IReadOnlyList<StageSummary> Summarize() =>
        [.. _order.OrderBy(s => s == Total).Select(s => Summarize(s, _stages[s]))];

    private static StageSummary Summarize(string stage, List<(float Wall, float Model)> times) => new(
        stage,
        times.Count,
        times.Average(t => t.Wall),
        Percentile95(times.Select(t => t.Wall)),
        times.Average(t => t.Model),
        Percentile95(times.Select(t => t.Model)));

    private static double Percentile95(IEnumerable<float> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Max(0, (int)Math.Ceiling(0.95 * sorted.Length) - 1)];
    }
}
