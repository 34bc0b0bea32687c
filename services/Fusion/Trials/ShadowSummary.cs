using System.Globalization;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>The comparison of two versions in numbers. Not thread safe.</summary>
internal sealed class ShadowSummary(StreamKind stream, ModelVersion? main = null, ModelVersion? shadow = null)
{
    private readonly Dictionary<string, double> _drift = [];
    private readonly Dictionary<ShadowOutcome, long> _lost = [];
    private long _scores;
    private long _agreeing;
    private double _difference;

    /// <summary>Whether it is about these versions.</summary>
    public bool Describes(ModelVersion? oneMain, ModelVersion? oneShadow) => Equals(main, oneMain) && Equals(shadow, oneShadow);

    public void Add(IReadOnlyList<string> labels, ScoreDifference difference)
    {
        _scores++;
        _agreeing += difference.Agrees ? 1 : 0;
        _difference += difference.Mean;
        for (var i = 0; i < labels.Count; i++)
            _drift[labels[i]] = _drift.GetValueOrDefault(labels[i]) + difference.ByLabel[i];
    }

    public void Lose(ShadowOutcome outcome) => _lost[outcome] = _lost.GetValueOrDefault(outcome) + 1;

    /// <summary>One line for the log.</summary>
    public override string ToString()
    {
        var lost = string.Join(", ", _lost.OrderBy(l => l.Key).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Value} {l.Key.ToString().ToLowerInvariant()}")));
        var frames = $"frames not compared: {(lost.Length > 0 ? lost : "none")}";
        if (_scores == 0)
            return $"{stream} shadow: nothing was compared yet; {frames}.";
        var drift = string.Join(", ", _drift.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Key} {d.Value / _scores:+0.000;-0.000;0.000}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{stream} shadow {shadow?.Name} {shadow?.Version} against {main?.Name} {main?.Version}: {_scores} scores, same label {100.0 * _agreeing / _scores:0.0} %, "
            + $"mean logit difference {_difference / _scores:0.000}, drift {drift}; {frames}.");
    }
}
