using EmotionGrpc.Client;
using EmotionGrpc.Edge.Streaming;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Report;

/// <summary>Gathers from the answers what a report needs; pictures are not kept.</summary>
internal sealed class ReportCollector : IRunObserver
{
    private readonly Dictionary<(string Session, uint Track), List<PersonSample>> _persons = [];
    private readonly StageTable _stages = new();
    private readonly List<string> _labels = [];
    private readonly List<ModelVersion> _models = [];

    public ValueTask OnSendingAsync(SentFrame frame, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void OnAnswer(FrameOutcome outcome)
    {
        if (outcome.Answer is not ResultAnswer answer)
            return;
        _stages.Add(answer.Result.Times);
        foreach (var person in answer.Result.Persons)
        {
            var key = (answer.SessionId, person.TrackId);
            if (!_persons.TryGetValue(key, out var samples))
                _persons.Add(key, samples = []);
            samples.Add(Sample(person, outcome.Time));
        }
    }

    public ValueTask CompleteAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The labels that were met, in the server's order.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>The persons, longest seen first.</summary>
    public IReadOnlyList<PersonStory> Persons() =>
        [.. _persons.Select(p => new PersonStory(p.Key.Track, p.Value, _labels.Count)).OrderByDescending(p => p.Samples.Count).ThenBy(p => p.Track)];

    public IReadOnlyList<StageSummary> Stages() => _stages.Summarize();

    /// <summary>The models that gave scores, and those that the server named when the session was opened.</summary>
    public IReadOnlyList<ModelVersion> Models(SessionOpened session) => [.. session.Models.Concat(_models).Distinct().OrderBy(m => m.Task, StringComparer.Ordinal)];

    private PersonSample Sample(PersonResult person, TimeSpan time)
    {
        var emotion = person.Emotion;
        if (emotion == null)
            return new PersonSample(time, null, Mask(person.Face), []);
        if (_labels.Count == 0)
            _labels.AddRange(emotion.Scores.Select(s => s.Label));
        foreach (var stream in emotion.Streams)
        {
            if (stream.Model != null && !_models.Contains(stream.Model))
                _models.Add(stream.Model);
        }

        var probabilities = emotion.Scores.Count == 0 ? null : emotion.Scores.Select(s => s.Probability).ToArray();
        var streams = emotion.Streams.Select(s => new StreamReading(s.Stream, s.Absence == null ? s.Influence : null, s.Absence?.Reason ?? AbsenceReason.Unspecified));
        return new PersonSample(time, probabilities, Mask(person.Face), [.. streams], Pose.Of(person));
    }

    private static MaskReading Mask(Face? face) => face switch
    {
        null => MaskReading.NoFace,
        { Mask.State: MaskState.With } => MaskReading.With,
        { Mask.State: MaskState.Without } => MaskReading.Without,
        { Mask.State: MaskState.Unknown } => MaskReading.Unsure,
        _ => MaskReading.NotExamined,
    };
}
