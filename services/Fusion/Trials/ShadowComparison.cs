using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>How the scores of a stream's shadow differ from those in use, over all sessions and since either changed its model. Thread safe.</summary>
/// <param name="stream">Which stream.</param>
/// <param name="queue">Frames that may wait for the shadow.</param>
internal sealed class ShadowComparison(StreamKind stream, int queue)
{
    private readonly Lock _lock = new();
    private int _inHand;
    private ShadowSummary _summary = new(stream);
    private bool _news;

    /// <summary>Takes a place in front of the shadow; false: there is none.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inHand) <= queue)
            return true;
        Leave();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _inHand);

    /// <summary>A frame was not compared.</summary>
    public void Lost(ShadowOutcome outcome)
    {
        TrialMetrics.ShadowFrame(stream, outcome);
        lock (_lock)
        {
            _summary.Lose(outcome);
            _news = true;
        }
    }

    /// <summary>A frame was compared.</summary>
    public void Compared() => TrialMetrics.ShadowFrame(stream, ShadowOutcome.Compared);

    /// <summary>Compares the scores of one person.</summary>
    /// <param name="main">The model in use.</param>
    /// <param name="shadow">The shadow's.</param>
    /// <param name="labels">The session's labels.</param>
    /// <param name="ours">Logits in use, in their order.</param>
    /// <param name="theirs">The shadow's, in the same order.</param>
    public void Add(ModelVersion? main, ModelVersion? shadow, LabelSet labels, float[] ours, float[] theirs)
    {
        var difference = ScoreDifference.Of(labels.Type, ours, theirs);
        TrialMetrics.ShadowScore(stream, labels.Labels, difference);
        lock (_lock)
        {
            if (!_summary.Describes(main, shadow))
                _summary = new ShadowSummary(stream, main, shadow);
            _summary.Add(labels.Labels, difference);
            _news = true;
        }
    }

    /// <summary>What there is to say; null: nothing since the last time.</summary>
    public string? Tell()
    {
        lock (_lock)
        {
            if (!_news)
                return null;
            _news = false;
            return _summary.ToString();
        }
    }
}
