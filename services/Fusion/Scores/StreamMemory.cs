using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Segments;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Scores;

/// <summary>What is remembered of one stream of one track.</summary>
internal sealed class StreamMemory(int segments, TimeSpan span)
{
    private readonly SegmentWindow _window = new(segments, span);
    private ModelVersion? _model;
    private Absence _absence = new() { Reason = AbsenceReason.WarmingUp, Detail = "The person's first segment is not scored yet." };

    /// <summary>Writes down what is remembered.</summary>
    public SavedScores Save(uint trackId, StreamKind stream)
    {
        var saved = new SavedScores { TrackId = trackId, Stream = stream, Model = _model, Absence = _absence };
        foreach (var (time, logits) in _window.Rows)
            saved.Segments.Add(new SavedSegment { Time = time.Ticks, Logits = { logits } });
        return saved;
    }

    /// <summary>Goes on from what was written down; comes before the first reading.</summary>
    public void Load(SavedScores saved)
    {
        (_model, _absence) = (saved.Model, saved.Absence);
        foreach (var segment in saved.Segments)
            _window.Add(new DateTime(segment.Time, DateTimeKind.Utc), [.. segment.Logits]);
    }

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
