using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Sessions;

/// <summary>The context that a session goes on from.</summary>
/// <param name="Session">What was written down, but for what belongs to models that are no longer served.</param>
/// <param name="Labels">The session's labels.</param>
/// <param name="Lost">One sentence for each part that was left out.</param>
internal sealed record ResumedContext(SavedSession Session, LabelSet Labels, IReadOnlyList<string> Lost)
{
    /// <summary>Fits what was written down to the models that are served now.</summary>
    /// <param name="saved">What was written down; it is changed.</param>
    /// <param name="served">The models that are known at this moment; a stream that does not answer is not among them, and keeps its part.</param>
    /// <param name="meet">The labels on which these agree; null when there are none.</param>
    public static ResumedContext Fit(SavedSession saved, IReadOnlyList<(StreamKind Stream, Model Model)> served, LabelSet? meet)
    {
        var lost = new List<string>();
        var labels = new LabelSet([.. saved.Labels], saved.LabelType);
        if (meet != null && !Hold(labels, served, meet))
        {
            lost.Add($"The labels are now {string.Join(", ", meet.Labels)}; the scores begin anew.");
            labels = meet;
            saved.Scores.Clear();
        }

        foreach (var (stream, model) in served)
        {
            var scores = saved.Scores.Where(s => s.Stream == stream && IsOther(s.Model, model)).ToList();
            var states = saved.Streams.Where(s => s.Stream == stream && IsOther(s.Model, model)).ToList();
            foreach (var one in scores)
                saved.Scores.Remove(one);
            foreach (var one in states)
                saved.Streams.Remove(one);
            if (scores.Count + states.Count > 0)
                lost.Add($"The {stream} stream now serves model {model.Version?.Name} {model.Version?.Version}; what another one remembered and scored does not count.");
        }

        return new ResumedContext(saved, labels, lost);
    }

    private static bool Hold(LabelSet labels, IReadOnlyList<(StreamKind Stream, Model Model)> served, LabelSet meet) =>
        (meet.Type == labels.Type && meet.Labels.SequenceEqual(labels.Labels)) || served.All(s => Speaks(s.Model, labels));

    private static bool Speaks(Model model, LabelSet labels)
    {
        try
        {
            LabelAlignment.Create(labels, model.Labels, model.LabelType, model.Version?.Name ?? "");
            return true;
        }
        catch (TaxonomyException)
        {
            return false;
        }
    }

    private static bool IsOther(ModelVersion? saved, Model model) => saved != null && !saved.Equals(model.Version);
}
