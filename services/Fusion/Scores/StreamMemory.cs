using EmotionGrpc.Fusion.Segments;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>What is remembered of one stream of one track.</summary>
internal sealed class StreamMemory(int segments, TimeSpan span)
{
    private readonly SegmentWindow _window = new(segments, span);
    private ModelVersion? _model;
    private Absence _absence = new() { Reason = AbsenceReason.WarmingUp, Detail = "The person's first segment is not scored yet." };

    public (StreamReading Consensus, int Segments) Update(StreamReading reading, DateTime time, bool segment)
    {
        _absence = reading.Absence ?? _absence;
        // A face that looks away for a moment keeps its voice as long as the window reaches back;
        // a stream that is gone or speaks of other things has none.
        if (reading.Absence is { Reason: not (AbsenceReason.NotFound or AbsenceReason.WarmingUp or AbsenceReason.TimedOut) })
            _window.Clear();
        _window.Forget(time);
        if (segment && reading.Logits is { } logits)
        {
            // Scores of two models do not mix.
            if (_model != null && reading.Model != null && !_model.Equals(reading.Model))
                _window.Clear();
            _model = reading.Model;
            _window.Add(time, logits);
        }

        return _window.Consensus() is { } consensus
            ? (new StreamReading(reading.Stream, consensus, null, _model) { Evidence = reading.Evidence }, _window.Count)
            : (new StreamReading(reading.Stream, null, _absence, reading.Model ?? _model), 0);
    }
}
