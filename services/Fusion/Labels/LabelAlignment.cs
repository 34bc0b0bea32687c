using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Labels;

/// <summary>Puts a model's logits into the order of a session's labels, by name.</summary>
internal sealed class LabelAlignment
{
    private readonly int[] _from;

    private LabelAlignment(int[] from, int sourceCount)
    {
        _from = from;
        SourceCount = sourceCount;
    }

    /// <summary>Labels of the model.</summary>
    public int SourceCount { get; }

    /// <summary>The model's place of a label of the session.</summary>
    public int Source(int label) => _from[label];

    /// <summary>Aligns a model with a session.</summary>
    /// <exception cref="TaxonomyException">A label of the session is unknown to the model, or the labels relate in another way.</exception>
    public static LabelAlignment Create(LabelSet session, IReadOnlyList<string> labels, LabelType type, string model)
    {
        if (session.Labels.Count < 2)
        {
            throw new TaxonomyException(
                $"The labels of model '{model}' ({string.Join(", ", labels)}) have fewer than two in common with its partner's; serve models of one taxonomy.");
        }

        if (type != session.Type)
            throw new TaxonomyException($"Model '{model}' has labels of type {type}, the session's are of type {session.Type}; serve models of one type.");
        var from = new int[session.Labels.Count];
        for (var i = 0; i < from.Length; i++)
        {
            from[i] = IndexOf(labels, session.Labels[i]);
            if (from[i] < 0)
            {
                throw new TaxonomyException(
                    $"Model '{model}' does not know the label '{session.Labels[i]}'; its labels are {string.Join(", ", labels)}, the session's are {string.Join(", ", session.Labels)}.");
            }
        }

        return new LabelAlignment(from, labels.Count);
    }

    /// <summary>Aligns one row.</summary>
    /// <returns>The logits in the session's order, or null when the row has the wrong length or a value is not finite.</returns>
    public float[]? Align(IReadOnlyList<float> logits)
    {
        if (logits.Count != SourceCount)
            return null;
        var aligned = new float[_from.Length];
        for (var i = 0; i < aligned.Length; i++)
        {
            aligned[i] = logits[_from[i]];
            if (!float.IsFinite(aligned[i]))
                return null;
        }

        return aligned;
    }

    private static int IndexOf(IReadOnlyList<string> labels, string label)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label)
                return i;
        }

        return -1;
    }
}
