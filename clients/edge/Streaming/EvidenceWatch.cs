using EmotionGrpc.Client;
using EmotionGrpc.Edge.Live;
using EmotionGrpc.V1;

namespace EmotionGrpc.Edge.Streaming;

/// <summary>Finds out which models gave scores but never told where their evidence lies.</summary>
internal sealed class EvidenceWatch : IRunObserver
{
    private readonly Dictionary<(StreamKind Stream, string Model), bool> _told = [];

    public ValueTask OnSendingAsync(SentFrame frame, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void OnAnswer(FrameOutcome outcome)
    {
        if (outcome.Answer is not ResultAnswer { Result: var result })
            return;
        foreach (var stream in result.Persons.SelectMany(p => p.Emotion?.Streams ?? []).Where(s => s.Absence == null))
        {
            var model = (stream.Stream, stream.Model?.Name ?? "");
            _told[model] = stream.Heatmap != null || _told.GetValueOrDefault(model);
        }
    }

    public ValueTask CompleteAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>One for each such model.</summary>
    public IEnumerable<string> Sentences() => _told.Where(t => !t.Value).Select(t => t.Key).Order().Select(
        t => $"The {Wording.Of(t.Stream)} model {(t.Model.Length == 0 ? "" : $"{t.Model} ")}cannot tell where its evidence lies.");
}
